//! Who may do what, by operating-system user.
//!
//! The rows are kept in the knowledge base and say what its programs let people do; who can write the file itself could
//! write anything into it. The real lock is the file's permissions. Whoever makes a KB is its first admin; in one without
//! any admin, whoever may write the file gives the first one.

use super::open::Kb;
use super::refusal::LifeError;
use crate::model::Moment;
use crate::model::lifecycle::Role;
use crate::store::Who;

impl Kb {
    /// Who has a role here, the highest first; everybody else is an agent.
    ///
    /// # Errors
    /// Those of the database.
    pub fn roles(&self) -> Result<Vec<(String, Role)>, LifeError> {
        Ok(self.store.roles()?)
    }

    /// Gives somebody a role, and says which they had.
    ///
    /// # Errors
    /// A role below admin; that nobody could give roles any more; those of the database.
    pub fn give_role(
        &mut self,
        who: &Who,
        os_user: &str,
        role: Role,
        now: Moment,
    ) -> Result<Role, LifeError> {
        let os_user = super::review::words(os_user)?;
        self.store.write(who, now, |w| {
            let has = w.own_role()?;
            let is_first = w.admins_besides("")? == 0;
            if has < Role::Admin && !(is_first && role == Role::Admin) {
                return Err(LifeError::NeedsRole { needs: Role::Admin, has, os_user: who.os_user.clone() });
            }
            let before = w.role_of(os_user)?;
            if before == role {
                return Ok(before);
            }
            if before == Role::Admin && w.admins_besides(os_user)? == 0 {
                return Err(LifeError::LastAdmin { os_user: os_user.to_owned() });
            }
            w.set_role(os_user, role)?;
            let detail = serde_json::json!({ "user": os_user, "role": role.word(), "was": before.word() });
            w.event("role", None, None, Some(&detail.to_string()))?;
            Ok(before)
        })
    }
}
