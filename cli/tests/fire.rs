//! What happens to the command when things go wrong around it, or when there is very much of them?
//!
//! Sizes are small enough for every run; the tests that are ignored are the same with the sizes that are promised:
//! `cargo test -p naskh-cli --release -- --ignored`.

use super::*;
use std::io::ErrorKind;
use std::process::ChildStdin;

/// Feeds the child from `feed`, checks its output with `check` as it comes; its status, errors and peak of memory in kB.
fn through(
    args: &[&str],
    feed: impl FnOnce(&mut ChildStdin) + Send,
    mut check: impl FnMut(&[u8]) + Send,
) -> (Output, usize) {
    let mut child = spawn(args);
    let (mut stdin, mut stdout) = (child.stdin.take().unwrap(), child.stdout.take().unwrap());
    let status = Path::new("/proc").join(child.id().to_string()).join("status");
    let peak = std::thread::scope(|scope| {
        let feeder = scope.spawn(move || {
            feed(&mut stdin);
            // All but what is in the pipes has been worked on; the child lives as long as its input is open.
            let status = fs::read_to_string(status).unwrap_or_default();
            let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
            peak.map_or(0, |peak| peak.trim().trim_end_matches(" kB").parse().unwrap())
        });
        let mut some = vec![0; 1 << 16];
        loop {
            match stdout.read(&mut some).unwrap() {
                0 => break,
                n => check(&some[..n]),
            }
        }
        feeder.join().unwrap()
    });
    (child.wait_with_output().unwrap(), peak)
}

/// Numbered lines, and the check that they come out normalised, all, in order.
fn numbered(bytes: usize) {
    let line = |number: usize| format!("{number:012} وصلَ الوَفْدُ إلى العاصِمة مساءً، وغـــادر.\n");
    let expected = |number: usize| format!("{number:012} وصل الوفد الي العاصمه مساء، وغادر.\n");
    let lines = bytes / line(0).len();
    let (mut number, mut pending) = (0, Vec::new());
    let (output, peak) = through(
        &["normalize", "--threads", "2"],
        |stdin| {
            let mut many = Vec::new();
            for number in 0..lines {
                many.extend_from_slice(line(number).as_bytes());
                if many.len() > 1 << 20 || number + 1 == lines {
                    stdin.write_all(&many).unwrap();
                    many.clear();
                }
            }
        },
        |bytes| {
            pending.extend_from_slice(bytes);
            let mut at = 0;
            while let Some(end) = pending[at..].iter().position(|&byte| byte == b'\n') {
                assert!(pending[at..=at + end] == *expected(number).as_bytes(), "line {number}");
                (number, at) = (number + 1, at + end + 1);
            }
            pending.drain(..at);
        },
    );
    assert_eq!((output.status.code(), text(&output.stderr)), (Some(0), ""));
    assert_eq!((number, pending.len()), (lines, 0));
    assert!(peak < 64 << 10, "{peak} kB");
    println!("{} MiB in {peak} kB", bytes >> 20);
}

#[test]
fn all_lines_come_out_in_order() {
    numbered(48 << 20);
}

#[test]
#[ignore = "a gibibyte: in the weekly run"]
fn a_gibibyte_in_less_than_64_mib() {
    numbered(1 << 30);
}

/// A single line, longer than anything that is kept whole.
fn one_line(mebibytes: usize, args: &[&str], unit: &str, expected: &str) {
    let many = unit.repeat((1 << 20) / unit.len());
    let (mut length, mut at) = (0, 0);
    let (output, peak) = through(
        args,
        |stdin| (0..mebibytes).for_each(|_| stdin.write_all(many.as_bytes()).unwrap()),
        |bytes| {
            length += bytes.len();
            for &byte in bytes {
                assert_eq!(byte, expected.as_bytes()[at], "{args:?}, byte {length}");
                at = (at + 1) % expected.len();
            }
        },
    );
    assert_eq!((output.status.code(), text(&output.stderr)), (Some(0), ""), "{args:?}");
    assert_eq!(length, expected.len() * mebibytes * (many.len() / unit.len()), "{args:?}");
    assert!(peak < 64 << 10, "{args:?}: {peak} kB");
    println!("a line of {mebibytes} MiB in {peak} kB: {args:?}");
}

fn long_lines(mebibytes: usize) {
    one_line(mebibytes, &["normalize", "-j2"], "ذهب الولدُ إلى المدرسة ", "ذهب الولد الي المدرسه ");
    one_line(mebibytes, &["words", "-j2"], "ذهب الولدُ إلى المدرسة ", "ذهب\nالولد\nالي\nالمدرسه\n");
    // No white space; the cut is at no mark.
    one_line(mebibytes, &["normalize", "-j2", "-p", "repair"], "ا\u{64E}\u{654}ب", "أ\u{64E}ب");
    one_line(mebibytes, &["normalize", "-j2", "-p", "repair"], "a\0", "a\0");
}

#[test]
fn a_long_line_takes_little_memory() {
    long_lines(16);
}

#[test]
#[ignore = "lines of 100 MiB: in the weekly run"]
fn a_line_of_100_mebibytes_in_less_than_64() {
    long_lines(100);
}

/// Blocks and long lines cannot be seen in what comes out, whatever the preset looks at.
#[test]
fn normalize_gives_what_the_library_gives() {
    // Brackets that are closed far off, words at the ends, lines that begin with marks or white space.
    let mut original = String::from("ر [قوس ");
    original += &long_text(400_000);
    original += "]\n\u{654}\u{64E} (ه\n \n  . ه \n";
    original += &long_text(500_000).replace('\n', " ");
    original += ") ه\u{200C}ه";
    for preset in Preset::ALL {
        let expected = Normalizer::new(*preset).normalize(&original).into_owned();
        assert!(good(pipe(&["normalize", "-p", preset.name()], &original)) == expected, "{preset}");
    }
    // One line, longer than is kept whole.
    let line = original.replace('\n', " ").repeat(3);
    for preset in Preset::ALL {
        let expected = Normalizer::new(*preset).normalize(&line).into_owned();
        assert!(good(pipe(&["normalize", "-p", preset.name()], &line)) == expected, "{preset}");
    }
    // A row that makes one line of all.
    for preset in ["search", "asr-strict"] {
        let builder = Normalizer::builder().preset(preset.parse().unwrap()).rule('\n', " ");
        let expected = builder.build().unwrap().normalize(&original).into_owned();
        assert!(good(pipe(&["normalize", "-p", preset, "--rule", "U+000A= "], &original)) == expected, "{preset}");
    }
}

#[test]
fn what_cannot_be_cut_is_an_error() {
    let line = "ذهب الولد. ".repeat((65 << 20) / "ذهب الولد. ".len());
    for preset in ["whisper-basic", "asr-strict"] {
        let output = pipe(&["normalize", "-p", preset], &line);
        bad(&output, 1, &["-: from line 1 on", "64 MiB", "--format jsonl"]);
        assert!(output.stdout.is_empty());
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_file_that_shrinks_while_it_is_read_is_an_error() {
    let files = Files::new();
    let original = long_text(12 << 20);
    for command in ["normalize", "run", "words"] {
        let path = files.file("a.txt", &original);
        let mut child = spawn(&[command, "-j1", &path]);
        // The output is not read: so the input is not, either, but for what fits into the queues.
        let mut first = [0; 1];
        child.stdout.as_mut().unwrap().read_exact(&mut first).unwrap();
        fs::OpenOptions::new().write(true).open(&path).unwrap().set_len(11 << 20).unwrap();
        let output = child.wait_with_output().unwrap();
        bad(&output, 1, &["a.txt: the file became shorter while it was read"]);
        if command == "normalize" {
            let whole = Normalizer::new(Preset::Search).normalize(&original).into_owned();
            let out = [&first[..], &output.stdout].concat();
            assert!(whole.as_bytes().starts_with(&out) && out.ends_with(b"\n") && out.len() > 1 << 20);
        }
    }
}

/// Whatever happens to a packed file: it is all there, or the exit code is 1 and what comes out is whole lines; of the
/// text, if the file is cut short. (A wrong byte can give a wrong text, and only the sum at the end tells.)
#[test]
fn a_packed_file_with_a_wrong_byte_anywhere() {
    let original = long_text(60_000);
    let expected = Normalizer::new(Preset::Search).normalize(&original).into_owned();
    let mut errors = 0;
    // With a sum at the end, as the tool writes it; a frame without one cannot tell.
    let mut zstandard = zstd::stream::Encoder::new(Vec::new(), 3).unwrap();
    zstandard.include_checksum(true).unwrap();
    zstandard.write_all(original.as_bytes()).unwrap();
    for packed in [gzip(original.as_bytes()), zstandard.finish().unwrap()] {
        let places = (0..24).chain((24..packed.len()).step_by(packed.len() / 40));
        for at in places {
            let mut flipped = packed.clone();
            flipped[at] ^= 0x10;
            for bytes in [&packed[..at], &flipped] {
                let output = pipe(&["normalize"], bytes);
                let whole = output.stdout == expected.as_bytes();
                match output.status.code() {
                    // A byte that says nothing about the text; or so few that they are not known as packed.
                    Some(0) => assert!(whole || bytes.len() < 4, "byte {at}"),
                    code => {
                        errors += 1;
                        assert_eq!(code, Some(1));
                        assert!(text(&output.stderr).starts_with("naskh: -: "), "{}", text(&output.stderr));
                        let is_head = expected.as_bytes().starts_with(&output.stdout);
                        assert!(is_head || bytes.len() == packed.len(), "byte {at}");
                        assert!(output.stdout.is_empty() || output.stdout.ends_with(b"\n"), "byte {at}");
                    }
                }
            }
        }
    }
    assert!(errors > 150, "{errors}");
}

/// A list with this many paths, with one in 1000 that does not exist.
fn listed(count: usize) {
    let files = Files::new();
    let path = files.file("a.txt", "أب\n");
    let mut list = Vec::new();
    for number in 0..count {
        let missing = number % 1000 == 999;
        writeln!(list, "{path}{}", if missing { "x" } else { "" }).unwrap();
    }
    let output = pipe(&["normalize", "--files-from", "-"], &list);
    bad(&output, 1, &["a.txtx: no such file"]);
    assert_eq!(text(&output.stderr).lines().count(), count / 1000);
    assert!(text(&output.stdout) == "اب\n".repeat(count - count / 1000));
}

#[test]
fn many_paths_in_a_list() {
    listed(10_000);
}

#[test]
#[ignore = "a million files: in the weekly run"]
fn a_million_paths_in_a_list() {
    listed(1_000_000);
}

#[test]
fn a_list_of_files_is_as_good_as_arguments() {
    let files = Files::new();
    let (a, b) = (files.file("a.txt", "أ\n"), files.file("b \u{200F}ب.txt", "ب\n"));
    for list in [format!("{a}\n{b}\n"), format!("{a}\n\n{b}"), format!("{a}\0{b}\0"), format!("{a}\0{b}")] {
        let path = files.file("list", &list);
        assert_eq!(good(run(&["words", "--files-from", &path])), "ا\nب\n");
        assert_eq!(good(pipe(&["words", "--files-from", "-"], &list)), "ا\nب\n");
        assert_eq!(good(run(&["words", &b, "--files-from", &path])), "ب\nا\nب\n");
        let rows = good(run(&["words", "-f", "tsv", "--files-from", &path]));
        assert!(rows.starts_with("file\t") && rows.contains(&format!("\n{b}\t")), "{rows}");
    }
    // A name with a line feed in it; one file is named as well as many.
    let odd = files.file("a\nb.txt", "ت\n");
    assert_eq!(good(pipe(&["words", "--files-from", "-"], format!("{odd}\0"))), "ت\n");
    assert!(good(pipe(&["words", "-f", "tsv", "--files-from", "-"], &a)).starts_with("file\t"));
    // Nothing to do is done; standard input is not read as text.
    assert_eq!(good(pipe(&["words", "--files-from", "-"], "")), "");
    bad(&run(&["words", "--files-from", "/none"]), 1, &["naskh: /none: no such file"]);
    bad(&pipe(&["words", "--files-from", "-"], "/none\n"), 1, &["naskh: /none: no such file"]);
    // Not over one of the files.
    bad(&pipe(&["words", "--files-from", "-", "-o", &a], format!("{b}\n{a}\n")), 2, &["input and output at once"]);
    assert_eq!(fs::read_to_string(&a).unwrap(), "أ\n");
}

#[test]
fn nul_bytes_are_characters() {
    let original = "\0كِتَـاب\0\nأ\0\0ب\n\0".repeat(60_000);
    let expected = Normalizer::new(Preset::Search).normalize(&original).into_owned();
    assert!(good(pipe(&["normalize"], &original)) == expected);
    let objects = json(&good(pipe(&["run"], &original[..2000])));
    let slicer = Slicer::new(&original);
    assert!(objects.len() > 50);
    objects.iter().for_each(|object| slicer.check("byte", object));
    // A file of nothing else.
    assert_eq!(good(pipe(&["normalize"], vec![0; 3 << 20])).len(), 3 << 20);
}

/// A wrong byte in a line that is too long to be kept whole: what came out before is right, and the exit code says so.
#[test]
fn invalid_utf8_in_a_long_line() {
    let line = "ذهب الولدُ إلى المدرسة ".repeat(70_000);
    let search = Normalizer::new(Preset::Search);
    for at in [0, 1, (1 << 20) - 1, 1 << 20, (1 << 20) + 1, 2 << 20, line.len() - 1] {
        let mut bytes = line.clone().into_bytes();
        bytes[at] = 0xFF;
        let valid = std::str::from_utf8(&bytes).unwrap_err().valid_up_to();
        let output = pipe(&["normalize"], &bytes);
        bad(&output, 1, &["invalid UTF-8", &format!("at byte {valid} (0x")]);
        let whole = search.normalize(&line[..valid]);
        assert!(whole.as_bytes().starts_with(&output.stdout), "byte {at}");
        // And replaced, the whole.
        let output = pipe(&["normalize", "--lossy", "--quiet"], &bytes);
        assert!(good(output) == search.normalize(&String::from_utf8_lossy(&bytes)), "byte {at}");
    }
}

/// Much output, and a disk that is full at once; and one that is full after some.
#[cfg(target_os = "linux")]
#[test]
fn a_disk_that_fills_up_is_an_error() {
    let files = Files::new();
    let path = files.file("a.txt", long_text(4 << 20));
    for command in ["normalize", "run", "words", "sentences", "explain"] {
        let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        let output = super::command(&[command, &path]).stdout(full).stderr(Stdio::piped()).output().unwrap();
        bad(&output, 1, &["the disk is full"]);
        // A limit to the size of a file is met in the middle.
        let out = files.path("out");
        let shell = format!("trap '' XFSZ; ulimit -f 1024; exec \"$0\" {command} -o \"$1\" \"$2\"");
        let output = Command::new("bash")
            .args(["-c", &shell, env!("CARGO_BIN_EXE_naskh"), out.to_str().unwrap(), &path])
            .output()
            .unwrap();
        bad(&output, 1, &["cannot write to"]);
        assert_eq!(fs::metadata(&out).unwrap().len(), 1 << 20, "{command}");
    }
}

/// The reader of the output goes away while there is input without end.
#[cfg(target_os = "linux")]
#[test]
fn a_reader_that_goes_away_ends_the_work() {
    for command in ["normalize", "run", "words", "sentences", "explain"] {
        let mut child = spawn(&[command]);
        let (mut stdin, mut stdout) = (child.stdin.take().unwrap(), child.stdout.take().unwrap());
        let feeder = std::thread::spawn(move || {
            let text = long_text(1 << 20);
            loop {
                if let Err(error) = stdin.write_all(text.as_bytes()) {
                    return error.kind();
                }
            }
        });
        stdout.read_exact(&mut [0; 100]).unwrap();
        drop(stdout);
        assert_eq!(feeder.join().unwrap(), ErrorKind::BrokenPipe, "{command}");
        let output = child.wait_with_output().unwrap();
        assert_eq!((output.status.code(), text(&output.stderr)), (Some(0), ""), "{command}");
    }
}
