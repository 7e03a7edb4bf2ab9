//! Things that go by numbers. There are few, so looking one up goes through all; a hash table would add some
//! kilobytes to the page.

/// Things, each under a number that no other had before.
pub struct Numbered<T> {
    next: u32,
    all: Vec<(u32, T)>,
}

impl<T> Default for Numbered<T> {
    fn default() -> Self {
        Numbered { next: 0, all: Vec::new() }
    }
}

impl<T> Numbered<T> {
    /// The number of the next one.
    pub fn next(&self) -> u32 {
        self.next
    }

    /// Adds one and says its number.
    pub fn add(&mut self, thing: T) -> u32 {
        let number = self.next;
        self.next += 1;
        self.all.push((number, thing));
        number
    }

    fn place(&self, number: u32) -> Option<usize> {
        self.all.iter().position(|(its, _)| *its == number)
    }

    /// The one of this number.
    pub fn get(&self, number: u32) -> Option<&T> {
        self.place(number).map(|place| &self.all[place].1)
    }

    /// The same, to be changed.
    pub fn get_mut(&mut self, number: u32) -> Option<&mut T> {
        self.place(number).map(|place| &mut self.all[place].1)
    }

    /// Takes it out.
    pub fn remove(&mut self, number: u32) -> Option<T> {
        self.place(number).map(|place| self.all.swap_remove(place).1)
    }

    /// Leaves those that are to stay.
    pub fn retain(&mut self, stays: impl Fn(&T) -> bool) {
        self.all.retain(|(_, thing)| stays(thing));
    }

    /// All that are there, with their numbers.
    pub fn iter(&self) -> impl Iterator<Item = &(u32, T)> {
        self.all.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_never_given_twice() {
        let mut letters = Numbered::default();
        assert_eq!((letters.add('a'), letters.next(), letters.add('b')), (0, 1, 1));
        assert_eq!((letters.remove(1), letters.remove(1), letters.add('c')), (Some('b'), None, 2));
        *letters.get_mut(0).unwrap() = 'd';
        assert_eq!(letters.iter().copied().collect::<Vec<_>>(), [(0, 'd'), (2, 'c')]);
        letters.retain(|letter| *letter != 'd');
        assert_eq!((letters.get(0), letters.get(2)), (None, Some(&'c')));
    }
}
