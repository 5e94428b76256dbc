//! Sounds that letters stand for, and what each weighs.

/// Writes the sounds with their names in the tables, their weight, and their class in keys (0: none).
macro_rules! sounds {
    ($($name:ident = $text:literal, $weight:literal, $class:literal;)+) => {
        /// A sound, or a letter that several languages read differently.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub(crate) enum Sound { $($name),+ }

        impl Sound {
            /// All of them, in order.
            pub(crate) const ALL: &'static [Sound] = &[$(Sound::$name),+];
            /// How many there are.
            pub(crate) const COUNT: usize = Sound::ALL.len();

            /// The sound of this name in the tables.
            pub(crate) fn named(name: &str) -> Option<Sound> {
                match name { $($text => Some(Sound::$name),)+ _ => None }
            }

            /// What leaving it out costs, in hundredths of a consonant.
            pub(crate) const fn weight(self) -> u8 {
                match self { $(Sound::$name => $weight),+ }
            }

            /// Its class in keys: sounds taken for each other share one; 0 for those no key has.
            pub(crate) const fn class(self) -> u8 {
                match self { $(Sound::$name => $class),+ }
            }
        }
    };
}

sounds! {
    B = "B", 100, 1; P = "P", 100, 1; F = "F", 100, 1; V = "V", 70, 0;
    T = "T", 100, 2; D = "D", 100, 2; Th = "TH", 100, 3; Dh = "DH", 100, 3;
    S = "S", 100, 3; Z = "Z", 100, 3; Ts = "TSE", 100, 3; Dz = "DZE", 100, 3;
    Tha = "THA", 100, 3; Dhal = "DHAL", 100, 3; Dad = "DAD", 100, 3; Zah = "ZAH", 100, 3;
    J = "J", 100, 4; C = "C", 100, 4; Sh = "SH", 100, 3; Zh = "ZH", 100, 3;
    Ge = "GE", 100, 4; Xe = "XE", 100, 3;
    K = "K", 100, 5; Q = "Q", 100, 5; G = "G", 100, 5; Gh = "GH", 90, 5; X = "X", 100, 5;
    Cc = "CC", 100, 5;
    R = "R", 100, 6; L = "L", 100, 7; M = "M", 100, 8; N = "N", 100, 9; Nun = "NUN", 30, 9;
    H = "H", 45, 0; W = "W", 45, 0; Y = "Y", 40, 0;
    Ha = "HA", 14, 0; Wa = "WA", 38, 0; Ya = "YA", 38, 0; Asp = "ASP", 6, 0;
    Al = "AL", 30, 0; Alif = "ALIF", 12, 0; Ain = "AIN", 5, 0;
    OptL = "OPTL", 10, 0; OptA = "OPTA", 4, 0;
    VowelA = "a", 18, 0; VowelE = "e", 18, 0; VowelI = "i", 18, 0; VowelO = "o", 18, 0;
    VowelU = "u", 18, 0;
}

impl Sound {
    /// Every sound with every sound.
    pub(crate) fn pairs() -> impl Iterator<Item = (Sound, Sound)> {
        let all = Sound::ALL.iter();
        all.flat_map(|one| Sound::ALL.iter().map(move |other| (*one, *other)))
    }

    /// Its row in the table of costs.
    pub(crate) const fn place(self) -> usize {
        self as usize
    }

    /// Whether it is a vowel as Latin script writes it: short ones are not written in Arabic script.
    pub(crate) const fn is_vowel(self) -> bool {
        matches!(
            self,
            Sound::VowelA | Sound::VowelE | Sound::VowelI | Sound::VowelO | Sound::VowelU
        )
    }
}

/// How many sounds are consonants of a class.
pub(crate) fn consonants(sounds: &[Sound]) -> usize {
    sounds.iter().filter(|sound| sound.class() > 0).count()
}
