#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| naskh_fuzz::run("kernels", data));
