//! Chance that falls the same on every run and every machine.

const SEED: u64 = 20_261_122;

/// Puts a list in an order without order, so that every stretch of it is a fair sample.
pub fn shuffle<T>(list: &mut [T]) {
    let mut dice = Dice::default();
    for at in (1..list.len()).rev() {
        list.swap(at, dice.below(at + 1));
    }
}

/// Splitmix64: small, and the same everywhere.
pub struct Dice(u64);

impl Default for Dice {
    fn default() -> Dice {
        Dice(SEED)
    }
}

impl Dice {
    /// Dice of their own for the nth thing: what is made of it does not depend on what was made before.
    pub fn nth(number: u64) -> Dice {
        Dice(Dice(SEED ^ number).next())
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    pub fn below(&mut self, limit: usize) -> usize {
        let limit = u64::try_from(limit.max(1)).expect("a small number");
        usize::try_from(self.next() % limit).expect("a small number")
    }

    pub fn between(&mut self, least: usize, most: usize) -> usize {
        least + self.below(most - least + 1)
    }

    pub fn once_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    pub fn of<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        &list[self.below(list.len())]
    }
}
