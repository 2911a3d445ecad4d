//! Does the command do what its help says, on good input and on bad? Every test runs the binary.

use naskh::{Normalizer, Pipeline, Preset, Scratch, SentenceSegmenter, Tokenizer};
use serde_json::Value;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use tempfile::TempDir;

mod fire;

const SMALL: &str = "قالَ أَحمد: نعم 👍🏽 أجل.\nجاء د. أحمد. كِتَـاب\t2024\n";

fn command(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_naskh"));
    // Not the terminal settings of whoever runs the tests.
    for name in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE"] {
        command.env_remove(name);
    }
    command.args(args);
    command
}

fn spawn(args: &[&str]) -> Child {
    let mut command = command(args);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command.spawn().unwrap()
}

/// Runs the command with this on standard input.
fn pipe(args: &[&str], input: impl AsRef<[u8]> + Send) -> Output {
    let mut child = spawn(args);
    let mut stdin = child.stdin.take().unwrap();
    std::thread::scope(|scope| {
        // The command may close its input early.
        scope.spawn(move || drop(stdin.write_all(input.as_ref())));
        child.wait_with_output().unwrap()
    })
}

fn run(args: &[&str]) -> Output {
    pipe(args, "")
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}

#[track_caller]
fn good(output: Output) -> String {
    assert_eq!((output.status.code(), text(&output.stderr)), (Some(0), ""));
    String::from_utf8(output.stdout).unwrap()
}

#[track_caller]
fn bad(output: &Output, code: i32, messages: &[&str]) {
    assert_eq!(output.status.code(), Some(code), "{}", text(&output.stderr));
    for message in messages {
        assert!(text(&output.stderr).contains(message), "{:?} lacks {message:?}", text(&output.stderr));
    }
}

fn json(lines: &str) -> Vec<Value> {
    lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// A folder with files in it.
struct Files(TempDir);

impl Files {
    fn new() -> Files {
        Files(tempfile::tempdir().unwrap())
    }

    fn file(&self, name: &str, content: impl AsRef<[u8]>) -> String {
        let path = self.path(name);
        fs::write(&path, content).unwrap();
        path.to_str().unwrap().to_owned()
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }
}

/// Text of several blocks: sentences and paragraphs of many lengths, marks, two-unit characters, CRLF here and there.
fn long_text(bytes: usize) -> String {
    let pieces = [
        "وصلَ الوفدُ إلى العاصمة مساءً",
        "قالت الوزيرة: «لن نقبل. سنعود غدًا»",
        "بلغ العدد ١٢٬٣٤٥ زائرًا عام 2024",
        "شكرًا 🌹🌹 على الدعوة",
        "كتــاب قديم بقلم أ. د. سامي",
        "see https://example.org/a?b=c for more",
        "هل عادوا؟ نعم",
    ];
    let ends = [". ", "؟ ", "\n", ".\n", "! ", "،\n", ".\r\n", "\n\n", ".\n \t\n"];
    let mut state = 0x2545_F491_u32;
    let mut next = |n: usize| {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        state as usize % n
    };
    let mut text = String::with_capacity(bytes + 100);
    while text.len() < bytes {
        text.push_str(pieces[next(pieces.len())]);
        text.push_str(ends[next(ends.len())]);
    }
    text
}

/// Cuts out what a span says, in its unit.
struct Slicer {
    text: String,
    chars: Vec<char>,
    utf16: Vec<u16>,
}

impl Slicer {
    fn new(text: &str) -> Slicer {
        Slicer { text: text.to_owned(), chars: text.chars().collect(), utf16: text.encode_utf16().collect() }
    }

    fn slice(&self, unit: &str, start: usize, end: usize) -> String {
        match unit {
            "byte" => self.text[start..end].to_owned(),
            "char" => self.chars[start..end].iter().collect(),
            "utf16" => String::from_utf16(&self.utf16[start..end]).unwrap(),
            _ => unreachable!(),
        }
    }

    /// Asserts that `text` is what stands at `span`, here and in the tokens.
    fn check(&self, unit: &str, object: &Value) {
        let at = |i: usize| object["span"][i].as_u64().unwrap() as usize;
        assert_eq!(self.slice(unit, at(0), at(1)), object["text"].as_str().unwrap(), "{object}");
        for token in object["tokens"].as_array().into_iter().flatten() {
            assert!(token["span"][0].as_u64() >= object["span"][0].as_u64());
            assert!(token["span"][1].as_u64() <= object["span"][1].as_u64());
            self.check(unit, token);
        }
    }
}

/// Turns `\t` and its like back.
fn unescaped(field: &str) -> String {
    let mut chars = field.chars();
    let mut text = String::new();
    while let Some(c) = chars.next() {
        text.push(match (c, c == '\\') {
            (_, true) => match chars.next() {
                Some('t') => '\t',
                Some('n') => '\n',
                Some('r') => '\r',
                Some('\\') => '\\',
                other => panic!("bad escape {other:?}"),
            },
            (c, false) => c,
        });
    }
    text
}

// The commands and their formats.

#[test]
fn run_writes_a_json_object_a_sentence() {
    let files = Files::new();
    let path = files.file("a.txt", SMALL);
    let lines = good(run(&["run", &path]));
    let objects = json(&lines);
    assert_eq!(objects.len(), 3);
    for (number, object) in objects.iter().enumerate() {
        let keys: Vec<&str> = object.as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(keys.len(), 4, "{keys:?}");
        assert_eq!(object["sentence"], number);
    }
    assert!(lines.starts_with("{\"sentence\":0,\"span\":[0,"), "{lines}");
    assert_eq!(objects[1]["text"], "جاء د. أحمد.");
    let token = &objects[2]["tokens"][0];
    assert_eq!((&token["text"], &token["norm"], &token["kind"]), (&"كِتَـاب".into(), &"كتاب".into(), &"word".into()));
    assert_eq!(objects[2]["tokens"][1]["kind"], "number");
    assert_eq!(good(run(&[&path])), lines, "without a command it is run");
}

#[test]
fn every_text_equals_the_original_at_its_span() {
    for (original, several_blocks) in [(SMALL.to_owned(), false), (long_text(1_300_000), true)] {
        let files = Files::new();
        let path = files.file("a.txt", &original);
        let slicer = Slicer::new(&original);
        for unit in ["byte", "char", "utf16"] {
            for wrapped in [false, true] {
                if !wrapped {
                    let objects = json(&good(run(&["tokens", "-f", "jsonl", "--offsets", unit, &path])));
                    assert!(objects.len() > if several_blocks { 1000 } else { 2 });
                    objects.iter().for_each(|object| slicer.check(unit, object));
                }
                for command in ["run", "words", "sentences"] {
                    let mut args = vec![command, "--format", "jsonl", "--offsets", unit, &path];
                    args.extend(wrapped.then_some("--wrapped"));
                    let objects = json(&good(run(&args)));
                    assert!(objects.len() > if several_blocks { 1000 } else { 2 });
                    objects.iter().for_each(|object| slicer.check(unit, object));
                }
            }
            let lines = good(run(&["run", "--format", "tsv", "--offsets", unit, &path]));
            for line in lines.lines().skip(1) {
                let fields: Vec<&str> = line.split('\t').collect();
                let (start, end) = (fields[1].parse().unwrap(), fields[2].parse().unwrap());
                assert_eq!(slicer.slice(unit, start, end), unescaped(fields[4]));
            }
            for edit in json(text(&run(&["explain", "-f", "jsonl", "--offsets", unit, &path]).stdout)) {
                let at = |i: usize| edit["span"][i].as_u64().unwrap() as usize;
                assert_eq!(slicer.slice(unit, at(0), at(1)), edit["from"].as_str().unwrap());
            }
        }
    }
}

/// However the stream is cut, the result is that of the library on the whole text.
#[test]
fn blocks_give_what_the_whole_text_gives() {
    let original = long_text(1_300_000);
    for wrapped in [false, true] {
        let breaks = if wrapped { naskh::LineBreaks::BlankLineOnly } else { naskh::LineBreaks::Sentence };
        let segmenter = SentenceSegmenter::builder().line_breaks(breaks).build();
        let pipeline = Pipeline::with(Normalizer::new(Preset::Search), segmenter, Tokenizer::new());
        let mut expected = String::from("sentence\tstart\tend\tkind\ttext\tnorm\n");
        pipeline.for_each_sentence(&original, &mut Scratch::default(), |sentence| {
            for term in sentence.terms() {
                let (span, kind) = (term.span(), term.kind().name());
                assert!(!term.surface().contains(['\t', '\n', '\r', '\\']));
                let (index, surface, norm) = (sentence.index(), term.surface(), term.text());
                expected += &format!("{index}\t{}\t{}\t{kind}\t{surface}\t{norm}\n", span.start, span.end);
            }
        });
        let mut args = vec!["run", "--format", "tsv"];
        args.extend(wrapped.then_some("--wrapped"));
        let output = good(pipe(&args, &original));
        assert!(output == expected, "wrapped: {wrapped}");
        args.push("--line-buffered");
        assert!(good(pipe(&args, &original)) == expected, "line by line, wrapped: {wrapped}");
    }
    let expected = Normalizer::new(Preset::Search).normalize(&original).into_owned();
    assert!(good(pipe(&["normalize"], &original)) == expected);
}

/// At the end of a text, invisible characters on a line of their own belong to the last sentence: the end of a block is none.
#[test]
fn no_block_ends_with_a_line_of_invisible_characters() {
    for (wrapped, piece) in
        [(false, "نعم.\n\u{200F}\n\n"), (false, "نعم.\r\u{200F}\u{200E}\r\n"), (true, "نعم.\n\n\u{200F}\n\n")]
    {
        let original = piece.repeat(60_000) + "نعم.";
        let mut args = vec!["sentences", "--format", "tsv"];
        args.extend(wrapped.then_some("--wrapped"));
        let expected: String = (0..=60_000usize)
            .map(|n| format!("{n}\t{}\t{}\tنعم.\n", n * piece.len(), n * piece.len() + "نعم.".len()))
            .collect();
        let expected = "sentence\tstart\tend\ttext\n".to_owned() + &expected;
        assert!(good(pipe(&args, &original)) == expected, "{piece:?}");
        args.push("--line-buffered");
        assert!(good(pipe(&args, &original)) == expected, "line by line: {piece:?}");
    }
}

#[test]
fn any_number_of_threads_gives_the_same() {
    let files = Files::new();
    let path = files.file("a.txt", long_text(3_000_000));
    for format in ["jsonl", "tsv", "text"] {
        for command in ["run", "normalize", "words", "tokens", "sentences", "explain"] {
            let with = |threads: &str| run(&[command, "--format", format, "--threads", threads, &path, &path]);
            let (one, four) = (with("1"), with("4"));
            assert_eq!(one.status.code(), Some(0));
            assert!(one.stdout.len() > 1_000_000 && one.stdout == four.stdout, "{command} {format}");
            assert!(one.stderr == four.stderr, "{command} {format}");
        }
    }
}

#[test]
fn normalize_is_text_in_text_out() {
    assert_eq!(good(pipe(&["normalize"], "كِتَـابٌ أحمد\n")), "كتاب احمد\n");
    assert_eq!(good(pipe(&["normalize"], "a\r\n\r\nb")), "a\r\n\r\nb", "line breaks stay, none is added");
    let objects = json(&good(pipe(&["normalize", "--format", "jsonl"], "أ\r\n\nب")));
    let lines: Vec<_> = objects.iter().map(|o| (o["line"].as_u64(), o["text"].as_str(), o["norm"].as_str())).collect();
    assert_eq!(
        lines,
        [(Some(1), Some("أ"), Some("ا")), (Some(2), Some(""), Some("")), (Some(3), Some("ب"), Some("ب"))]
    );
    assert_eq!(
        good(pipe(&["normalize", "--format", "tsv"], "أ\tب\\\n")),
        "line\ttext\tnorm\n1\tأ\\tب\\\\\tا\\tب\\\\\n"
    );
}

#[test]
fn transliterate_goes_there_and_back() {
    let arabic = "قَرَأَ الكِتابَ، ثُمَّ ذَهَبَ ٢٠٢٤\r\nئ ؤ إ ـ\n";
    let latin = ["qaraOa", "qara>a", "qaraOa", "qaraÂa"];
    for (scheme, word) in ["safe-buckwalter", "buckwalter", "xml-buckwalter", "hsb"].into_iter().zip(latin) {
        let there = good(pipe(&["transliterate", "--to", scheme], arabic));
        assert!(there.starts_with(word) && there.contains('،') && there.contains("٢٠٢٤"), "{there}");
        assert_eq!(good(pipe(&["transliterate", "--from", scheme], &there)), arabic);
    }
    let output = pipe(&["transliterate", "--to", "buckwalter"], "كتب IBM\nكتب b\n");
    assert_eq!(text(&output.stdout), "ktb IBM\nktb b\n");
    bad(&output, 0, &["1 character of the input would come back from buckwalter"]);
    assert_eq!(good(pipe(&["transliterate", "--to", "buckwalter", "--quiet"], "b")), "b");
    assert_eq!(good(pipe(&["transliterate", "--from", "hsb"], "IBM")), "IBM");
    let rows = good(pipe(&["transliterate", "--from", "buckwalter", "--format", "tsv"], "ktb\nqlm"));
    assert_eq!(rows, "line\ttext\ttransliterated\n1\tktb\tكتب\n2\tqlm\tقلم\n");
    let objects = json(&good(pipe(&["transliterate", "--to", "hsb", "--format", "jsonl"], "مشاة")));
    assert_eq!((&objects[0]["line"], &objects[0]["transliterated"]), (&1.into(), &"mšAħ".into()));
    bad(&run(&["transliterate"]), 2, &["--to <SCHEME>"]);
    bad(&run(&["transliterate", "--to", "hsb", "--from", "hsb"]), 2, &["cannot be used with"]);
    bad(&run(&["transliterate", "--to", "bw"]), 2, &["buckwalter, safe-buckwalter, xml-buckwalter, hsb"]);
}

#[test]
fn check_reports_visual_order() {
    let input = "نص سليم\nفي ةديدجلا ةسردملا\n";
    let shown = good(pipe(&["check"], input));
    assert_eq!(shown, "2: 14..48  taa-marbuta-first  في ةديدجلا ةسردملا\n1 stretch seems to be in visual order\n");
    let rows = good(pipe(&["check", "--format", "tsv", "--quiet", "--offsets", "char"], input));
    assert_eq!(rows, "line\tstart\tend\tsign\ttext\n2\t8\t26\ttaa-marbuta-first\tفي ةديدجلا ةسردملا\n");
    let output = pipe(&["check", "--format", "jsonl"], input);
    bad(&output, 0, &["1 stretch seems"]);
    let objects = json(text(&output.stdout));
    assert_eq!((&objects[0]["line"], &objects[0]["sign"]), (&2.into(), &"taa-marbuta-first".into()));
    Slicer::new(input).check("byte", &objects[0]);
    assert_eq!(good(pipe(&["check"], SMALL)), "0 stretches seem to be in visual order\n");
}

#[test]
fn words_and_sentences_stand_one_a_line() {
    assert_eq!(good(pipe(&["words"], "قالَ: نعم، أجل.\n")), "قال\nنعم\nاجل\n");
    assert_eq!(good(pipe(&["words", "--all"], "نعم، أجل.\n")), "نعم\n،\nاجل\n.\n");
    assert_eq!(good(pipe(&["sentences"], "جاء د. أحمد. ثم ذهب.\n")), "جاء د. أحمد.\nثم ذهب.\n");
    assert_eq!(good(pipe(&["sentences", "--wrapped"], "ذهب أحمد\n إلى البيت.\n\nونام")), "ذهب أحمد إلى البيت.\nونام\n");
    // Whatever breaks a line; what only begins with the same bytes does not.
    for line_break in ["\n", "\r\n", "\u{B}", "\u{85}", "\u{2028}"] {
        let output = good(pipe(&["sentences", "--wrapped"], format!("«ذهب» {line_break} إلى – البيت")));
        assert_eq!(output, "«ذهب» إلى – البيت\n", "{line_break:?}");
    }
    assert_eq!(good(pipe(&["sentences"], "«ذهب»  إلى\u{A0}– “البيت”")), "«ذهب»  إلى\u{A0}– “البيت”\n");
    let rows = good(pipe(&["sentences", "--format", "tsv", "--wrapped"], "ذهب\nأحمد."));
    assert_eq!(rows, "sentence\tstart\tend\ttext\n0\t0\t16\tذهب\\nأحمد.\n");
}

#[test]
fn tokens_are_those_of_the_tool_asked_for() {
    let input = "قالَ: و6 !  ؟\r\n﴿٣﴾";
    assert_eq!(good(pipe(&["tokens"], input)), "قالَ\n:\nو\n6\n!\n؟\n﴿\n٣\n﴾\n");
    assert_eq!(good(pipe(&["tokens", "-t", "lucene-standard"], input)), "قالَ\nو6\n٣\n");
    assert_eq!(good(pipe(&["tokens", "-t", "camel-simple-digits"], input)), "قالَ\n:\nو\n6\n!\n؟\n﴿\n٣\n﴾\n");
    assert_eq!(good(pipe(&["tokens", "-t", "pyarabic"], input)), "قالَ\n:\nو6\n!؟\n﴿\n٣\n﴾\n");
    let rows = json(&good(pipe(&["tokens", "-t", "lucene-standard", "-f", "jsonl", "--offsets", "char"], input)));
    assert_eq!(
        (&rows[2]["line"], &rows[2]["kind"], &rows[2]["span"]),
        (&2.into(), &"<NUM>".into(), &vec![16, 17].into())
    );
    // A kind that nobody tells is no kind.
    let rows = json(&good(pipe(&["tokens", "-t", "hf-bert", "-f", "jsonl"], input)));
    assert!(rows[0].get("kind").is_none() && rows[0]["text"] == "قالَ");
    bad(&run(&["tokens", "-t", "lucene"]), 2, &["lucene", "'lucene-standard'"]);
}

#[test]
fn explain_tells_and_counts() {
    let output = pipe(&["explain", "--format", "jsonl"], "نور\nأَب\n");
    assert_eq!(output.status.code(), Some(0));
    let edits = json(text(&output.stdout));
    assert_eq!(edits.len(), 2);
    assert_eq!(edits[0]["line"], 2);
    assert_eq!(edits[0]["op"], "fold-alef");
    assert_eq!((&edits[1]["from"], &edits[1]["to"]), (&"\u{64E}".into(), &"".into()));
    bad(&output, 0, &["2 changes", "1  fold-alef", "U+064E ARABIC FATHA"]);
    let whole = good(pipe(&["explain"], "أَب أَب\n"));
    for part in ["4 changes", "2  fold-alef", "U+0623 ARABIC LETTER ALEF WITH HAMZA ABOVE", "strip-harakat", "أَب"] {
        assert!(whole.contains(part), "{whole}");
    }
    assert_eq!(good(pipe(&["explain", "--format", "tsv", "--quiet"], "أب")).lines().count(), 2);
    assert!(good(pipe(&["explain"], "نور")).starts_with("0 changes"));
}

#[test]
fn run_in_text_shows_all_there_is() {
    let shown = good(pipe(&["run", "--format", "text"], SMALL));
    for part in ["sentence 0", "sentence 2", "جاء د. أحمد.", "norm=كتاب", "number", "كِتَـاب"] {
        assert!(shown.contains(part), "{shown}");
    }
}

#[test]
fn presets_show_every_preset_operation_and_row() {
    let whole = good(run(&["presets"]));
    let table = good(run(&["presets", "--format", "tsv"]));
    let objects = json(&good(run(&["presets", "--format", "jsonl"])));
    assert_eq!(table.lines().count(), objects.len() + 1);
    let mut rows = objects.iter();
    for op in naskh::OpSet::ALL.iter() {
        assert!(whole.contains(op.description()));
        let mut has_rows = false;
        for rule in op.rules() {
            let row = rows.next().unwrap();
            has_rows = true;
            assert_eq!((row["from"].as_str(), row["to"].as_str()), (Some(rule.from()), Some(rule.to())));
            assert_eq!((row["name"].as_str(), row["op"].as_str()), (Some(rule.name()), Some(op.name())));
            let points: Vec<String> = rule.from().chars().map(|c| format!("U+{:04X}", c as u32)).collect();
            assert!(whole.contains(&format!("\n    {} {} ", points.join(" "), rule.name())), "{rule}");
        }
        if !has_rows {
            assert_eq!(rows.next().unwrap()["op"], op.name());
        }
    }
    for preset in Preset::ALL {
        assert!(whole.contains(preset.description()));
        let one = good(run(&["presets", preset.name()]));
        assert!(one.contains(preset.description()) && one.len() <= whole.len());
    }
    let one = good(run(&["presets", "strip-tatweel"]));
    assert!(one.contains("U+0640 ARABIC TATWEEL") && !one.contains("fold-alef"), "{one}");
    let group = good(run(&["presets", "strip-tashkeel"]));
    assert!(group.contains("strip-shadda") && group.contains("strip-sukun") && !group.contains("fold-alef"));
}

#[test]
fn completions_are_made_for_every_shell() {
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        assert!(good(run(&["completions", shell])).contains("naskh"));
    }
}

/// Every `$ printf ... | naskh ...` in the help gives what the help says. White space does not count: help is wrapped.
#[test]
fn the_examples_in_the_help_are_true() {
    let squeezed = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    let mut tried = 0;
    for command in ["run", "normalize", "words", "tokens", "sentences", "explain"] {
        let help = good(run(&[command, "--help"]));
        let (_, example) = help.split_once("  $ printf '").unwrap_or_else(|| panic!("{command} has no example"));
        let (input, rest) = example.split_once("' | naskh ").unwrap();
        let (args, expected) = rest.split_once('\n').unwrap();
        let output = good(pipe(&args.split(' ').collect::<Vec<_>>(), input.replace("\\n", "\n")));
        assert_eq!(squeezed(&output), squeezed(expected), "{command}");
        tried += 1;
    }
    assert_eq!(tried, 6);
}

#[test]
fn the_examples_in_the_readme_are_true() {
    let readme = include_str!("../README.md");
    let console = readme.split("```").find_map(|block| block.strip_prefix("console\n")).unwrap();
    let mut tried = 0;
    for example in console.split("$ printf '").skip(1) {
        let (input, rest) = example.split_once("' | naskh").unwrap();
        let (args, expected) = rest.split_once('\n').unwrap();
        assert_eq!(good(pipe(&args.split_whitespace().collect::<Vec<_>>(), input.replace("\\n", "\n"))), expected);
        tried += 1;
    }
    assert_eq!(tried, 3);
}

#[test]
fn sentences_have_the_same_numbers_in_every_command() {
    let original = long_text(300_000);
    let of = |command: &str| {
        json(&good(pipe(&[command, "--format", "jsonl"], &original)))
            .iter()
            .map(|object| (object["sentence"].as_u64().unwrap(), object["span"].clone(), object["text"].clone()))
            .collect::<Vec<_>>()
    };
    let (run, sentences, words) = (of("run"), of("sentences"), of("words"));
    assert_eq!(run, sentences);
    assert_eq!(words.last().unwrap().0, run.last().unwrap().0);
    // Invisible characters alone are no sentence.
    for command in ["run", "sentences", "words"] {
        assert_eq!(good(pipe(&[command], "\u{200F}\n\u{200E}")), "");
    }
}

#[test]
fn help_documents_exit_codes_and_lossy() {
    let help = good(run(&["--help"]));
    for part in ["Exit codes:", "--lossy", "after replacement", "1 MiB", "64 MiB", "naskh presets search"] {
        assert!(help.contains(part), "{help}");
    }
    for command in ["run", "normalize", "words", "tokens", "sentences", "explain", "presets", "completions"] {
        assert!(good(run(&[command, "--help"])).contains("Example"), "{command}");
    }
    assert!(good(run(&["--version"])).starts_with("naskh "));
}

// Options.

#[test]
fn presets_and_switches_choose_the_operations() {
    let normalize = |args: &[&str], input: &str| {
        let mut all = vec!["normalize"];
        all.extend(args);
        good(pipe(&all, input))
    };
    let input = "أُمَّة ڤيلا";
    assert_eq!(normalize(&["--preset", "repair"], input), input);
    assert_eq!(normalize(&["--preset", "model"], input), "أمة ڤيلا");
    assert_eq!(normalize(&["--preset", "repair", "--op", "strip-shadda"], input), "أُمَة ڤيلا");
    assert_eq!(normalize(&["--preset", "model", "--no-op", "strip-shadda"], input), "أمّة ڤيلا");
    // In the order in which they are written.
    let (all, shadda) = ("strip-tashkeel", "strip-shadda");
    assert_eq!(normalize(&["--preset", "repair", "--op", all, "--no-op", shadda], input), "أمّة ڤيلا");
    assert_eq!(normalize(&["--preset", "repair", "--no-op", shadda, "--op", all], input), "أمة ڤيلا");
    assert_eq!(normalize(&["--preset", "repair", "--rule", "ڤ=ف"], "ڤيلا"), "فيلا");
    assert_eq!(normalize(&["--preset", "repair", "--rule", "U+06A4="], "ڤيلا"), "يلا");
    assert_eq!(normalize(&["--keep", "آ"], "آمال أحمد"), "آمال احمد");
    assert_eq!(
        good(pipe(&["--preset", "repair", "-f", "tsv"], "أُم")),
        good(pipe(&["run", "-f", "tsv", "-p", "repair"], "أُم"))
    );
}

#[test]
fn wrong_usage_says_what_is_right() {
    bad(&run(&["words", "--preset", "serch"]), 2, &["serch", "repair, model, orthographic, search", "'search'"]);
    bad(&run(&["words", "--op", "strip-tashkel"]), 2, &["strip-tashkel", "fold-alef", "'strip-tashkeel'"]);
    bad(&run(&["presets", "nothing"]), 2, &["nothing", "orthographic", "strip-tatweel"]);
    bad(&run(&["--formt", "tsv"]), 2, &["--formt", "--format"]);
    bad(&run(&["--format", "xml"]), 2, &["jsonl, tsv, text"]);
    bad(&run(&["--threads", "0"]), 2, &["1..=1024"]);
    bad(&run(&["sentences", "--preset", "search"]), 2, &["--preset"]);
    bad(&run(&["--preset", "search", "words"]), 2, &["naskh words --preset"]);
    bad(&run(&["normalize", "--rule", "ab=c"]), 2, &["not a single character"]);
    bad(&run(&["normalize", "--rule", "ى=ا"]), 2, &["fold-yaa"]);
    // In the words of the command line, not of the library.
    for (options, mend) in [
        (&["--rule", "ى=ا"][..], "take this --rule out, or add --keep U+0649, or --no-op fold-yaa"),
        (&["--rule", "ڤ=ف", "--rule", "ڤ=و"], "give one --rule for it"),
        (&["--op", "digits-to-eastern"], "add --no-op digits-to-ascii or --no-op digits-to-eastern"),
        (&["--preset", "lucene-ar", "--keep", "أ"], "take --keep out, or a --preset of naskh's own"),
        (&["--preset", "asr-strict", "--op", "fold-alef"], "take the option out that does, or another --preset"),
        (&["--rule", "x=y", "--rule", "y=x"], "take one of them out"),
    ] {
        let output = run(&[&["normalize"], options].concat());
        bad(&output, 2, &[&format!("; {mend}\n")]);
        assert!(!["keep(", "builder"].iter().any(|call| text(&output.stderr).contains(call)), "{options:?}");
    }
    bad(
        &run(&["normalize", "--preset", "lucene-ar", "--keep", "ى"]),
        2,
        &["lucene-ar reproduces another tool", "U+0649"],
    );
    bad(
        &run(&["normalize", "--preset", "lucene-ar", "--no-op", "strip-shadda"]),
        2,
        &["--no-op strip-shadda", "lucene-ar reproduces another tool"],
    );
    let added = ["normalize", "--preset", "lucene-fa", "--op", "strip-tashkeel", "--no-op", "strip-shadda"];
    assert_eq!(good(pipe(&added, "أُمّة")), "أمّة");
}

#[test]
fn output_goes_to_a_file_but_never_over_the_input() {
    let files = Files::new();
    let (input, output) = (files.file("in.txt", "أب"), files.path("out.txt"));
    assert_eq!(good(run(&["normalize", &input, "-o", output.to_str().unwrap()])), "");
    assert_eq!(fs::read_to_string(&output).unwrap(), "اب");
    let same = files.path("./in.txt");
    bad(&run(&["normalize", &input, "-o", same.to_str().unwrap()]), 2, &["input and output at once"]);
    assert_eq!(fs::read_to_string(&input).unwrap(), "أب");
    // Nor where the shell opened it, nor over the list that named the inputs.
    let over = fs::File::open(&input).unwrap();
    let from_shell = command(&["normalize", "-o", &input]).stdin(over).output().unwrap();
    bad(&from_shell, 2, &["input and output at once"]);
    assert_eq!(fs::read_to_string(&input).unwrap(), "أب");
    let end = fs::OpenOptions::new().append(true).open(&input).unwrap();
    bad(&command(&["normalize", &input]).stdout(end).output().unwrap(), 2, &["input and output at once"]);
    assert_eq!(fs::read_to_string(&input).unwrap(), "أب");
    assert_eq!(good(run(&["normalize", &input, "-o", "-"])), "اب");
    let list = files.file("list", &input);
    bad(&run(&["normalize", "--files-from", &list, "-o", &list]), 2, &["list is input and output at once"]);
    assert_eq!(fs::read_to_string(&list).unwrap(), input);
    let nowhere = files.path("none/out.txt");
    bad(
        &run(&["normalize", &input, "-o", nowhere.to_str().unwrap()]),
        1,
        &["none/out.txt: there is no such directory"],
    );
    let folder = files.path("");
    bad(&run(&["normalize", &input, "-o", folder.to_str().unwrap()]), 1, &["cannot write to", ": it is a directory"]);
}

#[test]
fn colours_only_where_they_are_wanted() {
    for args in [&["run", "-f", "text"][..], &["explain"], &["presets"]] {
        let coloured = |more: &[&str], env: &[(&str, &str)]| {
            let mut command = command(&[args, more].concat());
            command.envs(env.iter().copied()).stdin(Stdio::null());
            if args[0] != "presets" {
                let files = Files::new();
                command.arg(files.file("a.txt", SMALL));
                return text(&command.output().unwrap().stdout).contains('\u{1B}');
            }
            text(&command.output().unwrap().stdout).contains('\u{1B}')
        };
        assert!(!coloured(&[], &[]), "not into a pipe");
        assert!(coloured(&["--color", "always"], &[]));
        assert!(!coloured(&["--color", "never"], &[("CLICOLOR_FORCE", "1")]));
        assert!(coloured(&[], &[("CLICOLOR_FORCE", "1")]));
        assert!(!coloured(&[], &[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")]), "NO_COLOR has the last word");
    }
}

// Inputs.

#[test]
fn several_files_are_named_and_numbered_apart() {
    let files = Files::new();
    let (a, b) = (files.file("a.txt", "أولى. ثانية."), files.file("b.txt", "ثالثة.\n"));
    let objects = json(&good(run(&[&a, &b])));
    let seen: Vec<_> = objects.iter().map(|o| (o["file"].as_str().unwrap(), o["sentence"].as_u64().unwrap())).collect();
    assert_eq!(seen, [(a.as_str(), 0), (a.as_str(), 1), (b.as_str(), 0)]);
    let rows = good(run(&["words", "-f", "tsv", &a, &b]));
    assert!(rows.starts_with("file\tsentence\tstart") && rows.contains(&format!("\n{b}\t0\t0\t")), "{rows}");
    // The last line of one file and the first of the next do not run together.
    assert_eq!(good(run(&["normalize", &a, &b])), "اولي. ثانيه.\nثالثه.\n");
    assert_eq!(good(run(&["normalize", &b, &a])), "ثالثه.\nاولي. ثانيه.");
}

#[test]
fn standard_input_is_an_input() {
    let files = Files::new();
    let path = files.file("a.txt", "أ\n");
    assert_eq!(good(pipe(&["normalize"], "ب\n")), "ب\n");
    assert_eq!(good(pipe(&["normalize", "-"], "ب\n")), "ب\n");
    assert_eq!(good(pipe(&["normalize", &path, "-", &path], "ب\n")), "ا\nب\nا\n");
    assert_eq!(json(&good(pipe(&[&path, "-"], "ب")))[1]["file"], "-");
}

fn gzip(content: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(content).unwrap();
    encoder.finish().unwrap()
}

fn zstandard(content: &[u8]) -> Vec<u8> {
    zstd::stream::encode_all(content, 1).unwrap()
}

#[test]
fn packed_input_is_unpacked_whatever_its_name() {
    let original = long_text(700_000);
    let expected = good(pipe(&["run", "--offsets", "char"], &original));
    let files = Files::new();
    let (head, tail) = original.as_bytes().split_at(300_001);
    let several = |pack: fn(&[u8]) -> Vec<u8>| [pack(head), pack(tail)].concat();
    for (name, packed) in [
        ("a.gz", gzip(original.as_bytes())),
        ("a", gzip(original.as_bytes())),
        ("members.gz", several(gzip)),
        ("padded.gz", [&gzip(head)[..], &[0; 20_000], &gzip(tail), &[0]].concat()),
        ("tape.gz", [&gzip(original.as_bytes())[..], &[0; 10_240]].concat()),
        ("a.zst", zstandard(original.as_bytes())),
        ("frames.txt", several(zstandard)),
    ] {
        let path = files.file(name, &packed);
        assert!(good(run(&["run", "--offsets", "char", &path])) == expected, "{name}");
        assert!(good(pipe(&["run", "--offsets", "char"], &packed)) == expected, "{name} on standard input");
    }
    assert_eq!(good(pipe(&["normalize"], gzip(b""))), "");
}

#[test]
fn damaged_packed_input_gives_whole_lines_and_an_error() {
    let original = long_text(700_000);
    let expected = good(pipe(&["normalize"], &original));
    let files = Files::new();
    for (name, packed) in [("a.gz", gzip(original.as_bytes())), ("a.zst", zstandard(original.as_bytes()))] {
        let path = files.file(name, &packed[..packed.len() - 20]);
        let output = run(&["normalize", &path]);
        bad(&output, 1, &[name, "cut short"]);
        let out = text(&output.stdout);
        assert!(expected.starts_with(out) && (out.is_empty() || out.ends_with('\n')), "{name}");
    }
    let mut packed = gzip(original.as_bytes());
    let check_sum = packed.len() - 8;
    packed[check_sum] ^= 1;
    bad(&run(&["normalize", &files.file("b.gz", &packed)]), 1, &["b.gz", "damaged"]);
    bad(&run(&["normalize", &files.file("c.gz", [0x1f, 0x8b])]), 1, &["c.gz"]);
    for garbage in ["\n", "\0\0x", "no gzip whatever"] {
        let output = pipe(&["normalize"], [&gzip("أ\nب\n".as_bytes())[..], garbage.as_bytes()].concat());
        bad(&output, 1, &["-: the compressed data is damaged: the bytes behind its end are no gzip"]);
        assert_eq!(text(&output.stdout), "ا\nب\n", "{garbage:?}");
    }
    let next = [&gzip(original.as_bytes())[..], &[0; 9], &gzip(b"")[..12]].concat();
    bad(&pipe(&["normalize"], next), 1, &["cut short"]);
}

#[test]
fn an_input_that_cannot_be_read_is_named_and_the_others_go_on() {
    let files = Files::new();
    let path = files.file("a.txt", "أ\n");
    let missing = files.path("missing.txt").to_str().unwrap().to_owned();
    let folder = files.path("").to_str().unwrap().to_owned();
    let output = run(&["normalize", &missing, &path, &folder, &path]);
    bad(&output, 1, &["missing.txt: no such file", "is a directory"]);
    assert_eq!(text(&output.stdout), "ا\nا\n");
    assert_eq!(text(&output.stderr).lines().count(), 2);
    bad(&run(&["wrods", &path]), 1, &["'wrods' is no command", "wrods: no such file"]);
    assert!(!text(&run(&[&missing]).stderr).contains("is no command"));
}

#[test]
fn odd_inputs_are_no_trouble() {
    for format in ["jsonl", "text"] {
        for command in ["run", "normalize", "words", "tokens", "sentences"] {
            assert_eq!(good(pipe(&[command, "-f", format], "")), "", "{command} {format}");
        }
    }
    assert_eq!(good(pipe(&["run", "-f", "tsv"], "")), "sentence\tstart\tend\tkind\ttext\tnorm\n");
    assert_eq!(good(pipe(&["run"], "\n \r\n\t\n")), "", "white space has no sentence");
    let one = |input: &str| json(&good(pipe(&["run"], input))).remove(0);
    assert_eq!(one("نعم")["text"], "نعم", "no line feed at the end");
    assert_eq!(one("نعم\r\n")["span"][1], 6, "CRLF");
    assert_eq!(good(pipe(&["run"], "أول\r\nثان\r\n")).lines().count(), 2);
    // A byte-order mark is no text, and has its place.
    let marked = "\u{FEFF}نعم.\nلا.";
    for (unit, start) in [("byte", 3), ("char", 1), ("utf16", 1)] {
        let objects = json(&good(pipe(&["run", "--offsets", unit], marked)));
        assert_eq!(objects[0]["text"], "نعم.");
        assert_eq!(objects[0]["span"][0], start);
        objects.iter().for_each(|object| Slicer::new(marked).check(unit, object));
    }
    assert_eq!(good(pipe(&["normalize"], "\u{FEFF}")), "");
    // NUL and other controls; JSON stays JSON.
    let input = "ا\0ب\u{1}\"\\\u{7F}\u{2028}ج";
    let normalized = json(&good(pipe(&["normalize", "-f", "jsonl", "--preset", "repair"], input)));
    assert_eq!(normalized[0]["text"], input);
}

#[test]
fn invalid_utf8_ends_the_input_before_its_line() {
    let line = "ذهب الولد إلى المدرسة اليوم وعاد مساءً.\n";
    let whole = line.repeat(600_000 / line.len());
    let border = 256 << 10;
    let files = Files::new();
    for at in [0, 1, line.len(), border - 1, border, border + 1, border + 4, whole.len() - 2, whole.len() - 1] {
        let mut bytes = whole.clone().into_bytes();
        bytes[at] = 0xFF;
        // What is invalid may begin a byte earlier: the lead byte whose continuation was overwritten.
        let error = std::str::from_utf8(&bytes).unwrap_err().valid_up_to();
        let path = files.file("bad.txt", &bytes);
        let output = run(&["run", &path]);
        bad(&output, 1, &["bad.txt: invalid UTF-8", &format!("at byte {error} (0x"), "--lossy"]);
        let lines_before = whole[..error].rfind('\n').map_or(0, |end| end + 1);
        assert!(text(&output.stdout) == good(pipe(&["run"], &whole[..lines_before])), "byte {at}");
    }
    let cut = &whole.as_bytes()[..whole.find('س').unwrap() + 1];
    bad(&pipe(&["run"], cut), 1, &["-: invalid UTF-8", "ends within a character"]);
    bad(&pipe(&["run"], b"\xFF\xFE\x27\x06"), 1, &["byte 0", "UTF-16"]);
    bad(&pipe(&["run"], gzip(b"ok\n\xC7\xE1")), 1, &["at byte 3 of the unpacked text"]);
    // With --wrapped, whole paragraphs.
    let output = pipe(&["sentences", "--wrapped"], b"one\ntwo.\n\nthree\n\xFF\n");
    bad(&output, 1, &["at byte 16"]);
    assert_eq!(text(&output.stdout), "one two.\n");
    // Other inputs go on.
    let (wrong, right) = (files.file("wrong.txt", b"a\n\xFFb\n"), files.file("right.txt", "c\n"));
    let output = run(&["normalize", &wrong, &right]);
    bad(&output, 1, &["wrong.txt"]);
    assert_eq!(text(&output.stdout), "a\nc\n");
}

#[test]
fn lossy_replaces_and_counts() {
    let files = Files::new();
    let bytes = b"\xFF\xD9\n\xD9\x84 \xF0\x9F\x91 a\xE2\x80\n\xD8";
    let replaced = String::from_utf8_lossy(bytes).into_owned();
    let path = files.file("bad.txt", bytes);
    let output = run(&["normalize", "--preset", "repair", "--lossy", &path]);
    bad(&output, 0, &["bad.txt: 5 invalid sequences replaced"]);
    assert_eq!(text(&output.stdout), replaced);
    assert_eq!(good(run(&["normalize", "--preset", "repair", "--lossy", "--quiet", &path])), replaced);
    bad(&pipe(&["words", "--lossy"], b"a\xFF"), 0, &["-: 1 invalid sequence replaced"]);
    // Spans are places in the text after replacement, in every unit, over block borders.
    let mut bytes = long_text(700_000).into_bytes();
    let places = [0, 1000, (256 << 10) - 1, 256 << 10, 500_000, 699_999];
    places.iter().for_each(|&at| bytes[at] = 0xFF);
    let replaced = String::from_utf8_lossy(&bytes);
    let count = replaced.matches('\u{FFFD}').count();
    for unit in ["byte", "char", "utf16"] {
        let output = pipe(&["run", "--lossy", "--offsets", unit], &bytes);
        bad(&output, 0, &[&format!("-: {count} invalid sequences replaced")]);
        let slicer = Slicer::new(&replaced);
        json(text(&output.stdout)).iter().for_each(|object| slicer.check(unit, object));
    }
}

#[test]
fn a_very_long_line_is_cut_at_white_space() {
    let sentence = "ذهب الولدُ إلى المدرسة ";
    let line = sentence.repeat((20 << 20) / sentence.len());
    let search = Normalizer::new(Preset::Search);
    assert!(good(pipe(&["normalize"], &line)) == search.normalize(&line));
    let words = good(pipe(&["words"], &line));
    let expected = "ذهب\nالولد\nالي\nالمدرسه\n".repeat(line.len() / sentence.len());
    assert!(words == expected);
    // No white space at all: cut between characters.
    let line = "ـا".repeat(9 << 18);
    assert!(good(pipe(&["normalize"], &line)) == search.normalize(&line));
}

// The other end.

#[test]
fn a_closed_output_is_no_error() {
    let files = Files::new();
    let path = files.file("a.txt", long_text(3_000_000));
    for args in
        [&["run", &path][..], &["normalize", &path], &["explain", &path], &["presets"], &["completions", "bash"]]
    {
        let mut child = spawn(args);
        let mut first = [0; 16];
        child.stdout.as_mut().unwrap().read_exact(&mut first).unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        assert_eq!((output.status.code(), text(&output.stderr)), (Some(0), ""), "{args:?}");
    }
    // Also while more input may come: it is not waited for.
    let mut child = spawn(&["run"]);
    let mut stdin = child.stdin.take().unwrap();
    let feeder = std::thread::spawn(move || {
        let _ = stdin.write_all(long_text(3_000_000).as_bytes());
        stdin
    });
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut String::new()).unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(0));
    drop(feeder.join());
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_an_error() {
    let files = Files::new();
    let path = files.file("a.txt", SMALL);
    for args in [
        &["run", &path][..],
        &["normalize", &path],
        &["words", &path],
        &["tokens", &path],
        &["explain", &path],
        &["presets"],
        &["--help"],
        &["words", "--help"],
        &["--version"],
    ] {
        let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        let output = command(args).stdin(Stdio::null()).stdout(full).stderr(Stdio::piped()).output().unwrap();
        bad(&output, 1, &["cannot write to standard output: the disk is full"]);
        if args.last().is_some_and(|last| last.starts_with("--")) {
            continue; // goes to standard output whatever `-o` says
        }
        let output = run(&[args, &["-o", "/dev/full"]].concat());
        bad(&output, 1, &["cannot write to /dev/full: the disk is full"]);
    }
}

#[test]
fn line_buffered_does_not_wait() {
    let mut child = spawn(&["normalize", "--line-buffered"]);
    let mut stdin = child.stdin.take().unwrap();
    let mut stdout = BufReader::new(child.stdout.take().unwrap());
    for (input, expected) in [("أ\n", "ا\n"), ("آ\n", "ا\n")] {
        stdin.write_all(input.as_bytes()).unwrap();
        let mut line = String::new();
        stdout.read_line(&mut line).unwrap();
        assert_eq!(line, expected);
    }
    drop(stdin);
    assert_eq!(child.wait().unwrap().code(), Some(0));
}

/// 128 MiB through two threads in less than 64 MiB.
#[cfg(target_os = "linux")]
#[test]
fn memory_does_not_grow_with_the_input() {
    let text = long_text(8 << 20);
    let mut child = command(&["run", "--threads", "2"]).stdin(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    for _ in 0..16 {
        stdin.write_all(text.as_bytes()).unwrap();
    }
    let status = fs::read_to_string(Path::new("/proc").join(child.id().to_string()).join("status")).unwrap();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    let kilobytes: usize = peak.trim().trim_end_matches(" kB").parse().unwrap();
    assert!(kilobytes < 64 << 10, "{kilobytes} kB");
    drop(stdin);
    assert_eq!(child.wait().unwrap().code(), Some(0));
}

#[test]
fn explain_makes_a_page() {
    let files = Files::new();
    // Several blocks.
    let line = "قالَ أَحمد: نعم <b> & 2024\n";
    let (one, two) = (files.file("one.txt", line.repeat(20_000)), files.file("a&b.txt", "كِتَـاب"));
    let out = files.path("page.html");
    good(run(&["explain", "--html", "-o", out.to_str().unwrap(), &one, &two]));
    let page = fs::read_to_string(out).unwrap();
    assert!(page.starts_with("<!doctype html>\n<meta charset=\"utf-8\">\n"));
    for once in ["<style>", "class=\"text\"", "<footer>", "</script>\n", "one.txt</h2>", "a&amp;b.txt</h2>"] {
        assert_eq!(page.matches(once).count(), 1, "{once}");
    }
    assert!(page.ends_with("</script>\n"));
    assert_eq!(page.matches(">قالَ<i>").count(), 20_000);
    // Fatha and alef with hamza, fatha in each line; kasra, fatha, tatweel in the other file.
    assert!(page.contains(&format!("<h2>{} changes</h2>", 3 * 20_000 + 3)));
    // The last line of the first file: its first word has four letters and a mark.
    let start = line.len() * 19_999;
    assert!(page.contains(&format!("bytes {start}..{}", start + "قالَ".len())));
    bad(&run(&["explain", "--html", "--format", "tsv", &two]), 2, &["--html is a format"]);
    // Nothing to read from outside.
    assert!(!page.contains("http"));
}
