//! `zhixi role`

use super::context::Context;
use super::error::CliError;
use super::life_args::RoleArgs;
use crate::kb::Wish;
use crate::model::lifecycle::Role;
use crate::text::clean::one_line;

pub fn run(context: &mut Context, args: &RoleArgs) -> Result<u8, CliError> {
    let m = &context.messages;
    let name = |role: Role| m.get(&format!("role.{role}")).to_owned();
    if let (Some(user), Some(role)) = (&args.user, args.role) {
        let role = Role::from(role);
        let mut kb = context.open_own(Wish::Write)?;
        let was = kb.give_role(&context.who, user, role, context.now())?;
        if args.json {
            context.json(&serde_json::json!({ "user": user, "role": role.word() }))?;
        } else {
            let values: [(&str, &dyn std::fmt::Display); 3] =
                [("user", &one_line(user)), ("role", &name(role)), ("was", &name(was))];
            context.line(&m.fill(if was == role { "role.same" } else { "role.given" }, &values))?;
        }
        return Ok(0);
    }
    let kb = context.open_kb(Wish::Read)?;
    let roles = kb.roles()?;
    for (user, role) in &roles {
        if args.json {
            context.json(&serde_json::json!({ "user": user, "role": role.word() }))?;
        } else {
            context.line(&format!("{}  {} ({role})", one_line(user), name(*role)))?;
        }
    }
    if !args.json {
        let own = kb.role_of(&context.who)?;
        context.say(&m.fill("role.you", &[("user", &one_line(&context.who.os_user)), ("role", &name(own))]));
    }
    Ok(0)
}
