//! Sine and cosine in whole numbers, so that the same picture and the same fence give the same answer
//! on every machine.

/// Fixed point: this is one.
pub(crate) const ONE: i128 = 1 << 40;
/// Pi in fixed point.
pub(crate) const PI: i128 = 3_454_217_652_358;

fn times(a: i128, b: i128) -> i128 {
    (a * b) >> 40
}

/// The sine of `half_turns` times pi, where [`ONE`] is half a turn. Good to about 10^-11.
pub(crate) fn sin_pi(half_turns: i128) -> i128 {
    // sin(x + pi) = -sin x, then sin(pi - x) = sin x: only a quarter turn is left.
    let turns = half_turns.rem_euclid(2 * ONE);
    let (turns, sign) = if turns >= ONE {
        (turns - ONE, -1)
    } else {
        (turns, 1)
    };
    let turns = if turns > ONE / 2 { ONE - turns } else { turns };
    let x = times(turns, PI);
    let square = times(x, x);
    // Taylor: x - x^3/3! + x^5/5! ... up to x^17.
    let mut term = x;
    let mut sum = x;
    for step in 1..=8_i128 {
        term = -times(term, square) / ((2 * step) * (2 * step + 1));
        sum += term;
    }
    sign * sum
}

/// The cosine of `half_turns` times pi.
pub(crate) fn cos_pi(half_turns: i128) -> i128 {
    sin_pi(half_turns + ONE / 2)
}

/// The angle in half turns, at most a quarter turn, whose sine is `sine`.
pub(crate) fn asin_pi(sine: i128) -> i128 {
    let (mut low, mut high) = (0, ONE / 2);
    while high - low > 1 {
        let middle = (low + high) / 2;
        if sin_pi(middle) <= sine {
            low = middle;
        } else {
            high = middle;
        }
    }
    low
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_values() {
        let near = |a: i128, b: i128| (a - b).abs() < 64;
        assert!(near(sin_pi(0), 0));
        assert!(near(sin_pi(ONE / 2), ONE));
        assert!(near(sin_pi(ONE / 6), ONE / 2));
        assert!(near(sin_pi(-ONE / 6), -ONE / 2));
        assert!(near(sin_pi(7 * ONE / 6), -ONE / 2));
        assert!(near(cos_pi(ONE / 3), ONE / 2));
        assert!(near(cos_pi(ONE), -ONE));
        assert!((asin_pi(ONE / 2) - ONE / 6).abs() < 64);
        // Square root of one half.
        assert!(near(sin_pi(ONE / 4), 777_472_127_994));
    }
}
