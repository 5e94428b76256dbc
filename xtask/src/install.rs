//! Installs what the tests need, where that is possible: Debian with root. Elsewhere it says what is
//! missing, and the tests that need it say so themselves.

use std::process::{Command, Stdio};

/// Debian packages and the program or font that shows a package is there.
const PACKAGES: [(&str, Sign); 5] = [
    ("chromium", Sign::Program("chromium")),
    ("chromium-driver", Sign::Program("chromedriver")),
    ("fonts-noto-core", Sign::Font("Noto Naskh Arabic")),
    ("fonts-noto-extra", Sign::Font("Noto Nastaliq Urdu")),
    ("strace", Sign::Program("strace")),
];

enum Sign {
    Program(&'static str),
    Font(&'static str),
}

#[expect(clippy::print_stderr, reason = "a chore tells its user what it does")]
pub(crate) fn what_tests_need(report_only: bool) {
    let missing: Vec<&str> = PACKAGES
        .iter()
        .filter(|(_, sign)| !present(sign))
        .map(|(package, _)| *package)
        .collect();
    if missing.is_empty() {
        return;
    }
    if report_only || !succeeds("apt-get", &["--version"]) {
        eprintln!(
            "not installed, some tests will be skipped: {}",
            missing.join(", ")
        );
        return;
    }
    eprintln!("── installing {}", missing.join(", "));
    succeeds("apt-get", &["update", "-qq"]);
    let mut install = vec![
        "install",
        "-y",
        "-qq",
        "--no-install-recommends",
        "fontconfig",
    ];
    install.extend(&missing);
    if !succeeds("apt-get", &install) {
        eprintln!("could not install them; tests that need them will say so");
    }
}

fn present(sign: &Sign) -> bool {
    match sign {
        Sign::Program(program) => succeeds(program, &["--version"]),
        Sign::Font(family) => Command::new("fc-list")
            .arg(family)
            .output()
            .is_ok_and(|output| output.status.success() && !output.stdout.is_empty()),
    }
}

fn succeeds(program: &str, args: &[&str]) -> bool {
    Command::new(program)
        .args(args)
        .env("DEBIAN_FRONTEND", "noninteractive")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}
