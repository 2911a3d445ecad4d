//! What is fuzzed? The laws of `tests/fuzz.rs`, and two that a test beside others cannot have.
//!
//! A crash prints a test that can be pasted at the end of that file.

#[path = "../../tests/fuzz.rs"]
#[allow(dead_code)]
mod fuzz;
#[path = "../../tests/laws.rs"]
#[allow(dead_code)]
mod laws;

mod command_line;
mod kernels;

use std::cell::RefCell;
use std::sync::Once;

thread_local! {
    /// What is being run, for the message of a crash.
    static NOW: RefCell<(String, Vec<u8>)> = RefCell::default();
}

/// Runs the law of a target.
///
/// # Panics
/// If it is broken.
pub fn run(name: &str, data: &[u8]) {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        // The fuzzer's own hook ends the process.
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            NOW.with_borrow(|(name, data)| eprintln!("{}", paste(name, data)));
            before(info);
        }));
    });
    NOW.with_borrow_mut(|now| {
        now.0.clear();
        now.0.push_str(name);
        now.1.clear();
        now.1.extend_from_slice(data);
    });
    match name {
        "kernels" => kernels::agree(data),
        "command_line" => command_line::holds(data),
        _ => {
            let (_, law) = fuzz::LAWS.iter().find(|(law, _)| *law == name).expect("a target has a law of its name");
            law(data);
        }
    }
}

/// A test that shows the crash.
fn paste(name: &str, data: &[u8]) -> String {
    let text = fuzz::input(data).map(|(_, _, text)| format!("    // The text: {:?}\n", text)).unwrap_or_default();
    format!("\n#[test]\nfn found_in_{name}() {{\n{text}    {name}(b\"{}\");\n}}\n", data.escape_ascii())
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_test_that_is_printed_can_be_pasted() {
        let text = super::paste("streams", b"\x00\x07\xD9\x84\"");
        assert_eq!(
            text,
            "\n#[test]\nfn found_in_streams() {\n    // The text: \"ل\\\"\"\n    streams(b\"\\x00\\x07\\xd9\\x84\\\"\");\n}\n"
        );
    }

    /// Every target runs its law; one is broken by hand.
    #[test]
    fn every_target_has_a_law() {
        for (name, _) in super::fuzz::LAWS {
            super::run(name, "\x00\x07نَعم، 3.5".as_bytes());
        }
        super::run("kernels", "\x00\x07نَعم، 3.5".as_bytes());
        super::run("command_line", "\x00\x07نَعم\n3.5\n".as_bytes());
        assert!(std::panic::catch_unwind(|| super::run("none", b"")).is_err());
    }
}
