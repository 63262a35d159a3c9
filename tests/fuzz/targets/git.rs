#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| spatz_fuzz::git(data));
