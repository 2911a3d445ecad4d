//! Do the kernels of this machine agree, behind every preset?

use naskh::{Normalizer, Preset};
use std::sync::OnceLock;

/// For each preset its normaliser with each kernel; what the machine does not have is the scalar one again.
fn normalizers() -> &'static Vec<Vec<Normalizer>> {
    static BUILT: OnceLock<Vec<Vec<Normalizer>>> = OnceLock::new();
    BUILT.get_or_init(|| {
        let with = |kernel: &str, preset: Preset| {
            // SAFETY: the fuzzer has one thread, and reads its environment nowhere else meanwhile.
            unsafe { std::env::set_var("NASKH_KERNEL", kernel) };
            Normalizer::builder().preset(preset).build().expect("a preset builds")
        };
        Preset::ALL
            .iter()
            .map(|&preset| ["scalar", "avx2", "avx512"].map(|kernel| with(kernel, preset)).into())
            .collect()
    })
}

pub(crate) fn agree(data: &[u8]) {
    let Some((which, padding, text)) = crate::fuzz::input(data) else { return };
    // Long enough for a vector, and at any place in it.
    let text = format!("{}{}", "اب ".repeat(padding % 64), text.repeat(1 + padding / 64));
    let all = normalizers();
    let kernels = &all[which % all.len()];
    let [scalar, others @ ..] = &kernels[..] else { return };
    let expected = scalar.normalize_aligned(&text);
    for other in others {
        assert_eq!(other.normalize_aligned(&text), expected, "{other:?} on {text:?}");
        assert_eq!(other.normalize(&text), expected.text(), "{other:?} on {text:?}");
        assert_eq!(other.is_normalized(&text), scalar.is_normalized(&text), "{other:?} on {text:?}");
        crate::laws::in_place(other, &text);
    }
}
