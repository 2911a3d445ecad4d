//! What can be asked on the command line?
//!
//! `naskh FILE` is `naskh run FILE`: the root command carries the arguments of `run`. Options that make sense for every
//! command are global and may stand anywhere; the others belong after their command.

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::error::ErrorKind;
use clap::parser::ValueSource;
use clap::{ArgMatches, Args, CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};
use naskh::{
    BuildError, CompatTokenizer, LineBreaks, Normalizer, Op, OpSet, Preset, SentenceSegmenter, Transliteration, Unit,
};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

macro_rules! examples {
    () => {
        "\
Examples:
  naskh article.txt                a JSON object for every sentence
  naskh --format text article.txt  the same, for a person to read
  naskh normalize < in > out       text in, normalised text out
  naskh words corpus.txt.zst | sort | uniq -c | sort -rn | head
  naskh tokens --tokenizer lucene-standard article.txt
  naskh explain poem.txt           which letter changed, by which rule
  naskh presets search             what a preset does, row by row"
    };
}

const ROOT_LONG_HELP: &str = concat!(
    "\
Input:
  Files are UTF-8: plain, or packed with gzip or Zstandard, which are known by
  their first bytes. `-` is standard input, and so is no FILE at all. A
  byte-order mark at the head of a file is skipped, and counted in every span.
  Memory use does not grow with the input. A line of more than 1 MiB (with
  --wrapped: a paragraph) is treated in pieces, cut at white space where there
  is any; a sentence ends at such a cut. `normalize` and `explain` in their text
  format cut it only where that changes nothing. A preset that has to see the
  whole text (lucene-ckb, arabert-v02, raqeem, whisper-basic, ...) gets it, up to
  64 MiB; of more, and of a line of more than that which cannot be cut, nothing
  is put out, and it is an error.
  An input that cannot be read is named on standard error; the others are
  still processed. A file whose name is a command's: write ./words.

Invalid UTF-8:
  An input is abandoned at its first invalid byte. The lines before the bad
  one (with --wrapped: the paragraphs) are put out whole, nothing of the bad
  one is. With --lossy each invalid sequence is replaced with U+FFFD, and spans
  are places in the text after replacement.

Formats:
  jsonl  one JSON object a line
  tsv    a header line, then rows with tabs between the fields; tab, line feed,
         carriage return and backslash in a field are \\t, \\n, \\r and \\\\
  text   for people; its looks may change
  With more than one FILE, jsonl and tsv name it in a first field `file`.

Exit codes:
  0  done; also when the reader of the output, such as `head`, has closed it
  1  an input could not be read whole, or the output not be written
  2  wrong usage

",
    examples!()
);

/// Normalise Arabic text and split it into sentences and words, with every span in the original text.
#[derive(Debug, Parser)]
#[command(
    name = "naskh",
    version,
    after_help = examples!(),
    after_long_help = ROOT_LONG_HELP,
    override_usage = "naskh [run] [OPTIONS] [FILE]...\n       naskh <COMMAND> [OPTIONS] [FILE]..."
)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) common: Common,
    #[command(flatten)]
    pub(crate) run: RunArgs,
    #[command(subcommand)]
    pub(crate) command: Option<Command>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Sentences with their words: one JSON object a sentence (the default command)
    #[command(after_help = "\
Keys: sentence (its number in the file, from 0), span (start and end of the
text in the file), text, tokens (objects with text, norm, span, kind).
White space is no token, punctuation is. In tsv: a row a token.

Example:
  $ printf 'نَعم!' | naskh run
  {\"sentence\":0,\"span\":[0,9],\"text\":\"نَعم!\",\"tokens\":[{\"text\":\"نَعم\",\"norm\":\"نعم\",\"span\":[0,8],\"kind\":\"word\"},{\"text\":\"!\",\"norm\":\"!\",\"span\":[8,9],\"kind\":\"punctuation\"}]}")]
    Run(RunArgs),
    /// Text in, normalised text out
    #[command(after_help = "\
In text (the default) line breaks stay as they were. In jsonl and tsv there is
an entry for each line: line (from 1), text, norm.

Example:
  $ printf 'كِتَـابٌ\\n' | naskh normalize --preset orthographic
  كتاب")]
    Normalize(NormalizeArgs),
    /// Words: in text, one normalised word a line
    #[command(after_help = "\
In jsonl and tsv: sentence (its number in the file, from 0), span, kind, text,
norm.

Example:
  $ printf 'كِتَابٌ، وقلم\\n' | naskh words
  كتاب
  وقلم")]
    Words(WordsArgs),
    /// Tokens as they stand, by naskh's tokeniser or one that reproduces another tool's: in text, one a line
    #[command(after_help = "\
Each line is a text of its own. In jsonl and tsv: line (from 1), span, kind (of
a tool that tells none: no such key, an empty field), text. The text is what the
tool gives, which is the original at its span, but that PyArabic removes spaces.

Example:
  $ printf 'وصل 3 كُتُب، و6\\n' | naskh tokens --tokenizer lucene-standard --format tsv
  line  start  end  kind        text
  1     0      6    <ALPHANUM>  وصل
  1     7      8    <NUM>       3
  1     9      19   <ALPHANUM>  كُتُب
  1     22     25   <ALPHANUM>  و6")]
    Tokens(TokensArgs),
    /// Sentences as they stand: in text, one sentence a line
    #[command(after_help = "\
In text, white space that holds a line break is written as one space. In jsonl
and tsv: sentence (its number in the file, from 0), span, text. A sentence of
which normalisation leaves nothing is here, but not in run and words: to join
their outputs, use spans.

Example:
  $ printf 'جاء د. أحمد. ثم ذهب.\\n' | naskh sentences
  جاء د. أحمد.
  ثم ذهب.")]
    Sentences(SentencesArgs),
    /// Which letter changed, by which rule, where
    #[command(after_help = "\
An entry for each change: line (from 1), span, op, from, to, lossy (whether two
spellings that a reader tells apart can become one). In text the counts of each
change follow at the end; in jsonl and tsv they go to standard error, unless
--quiet. With --html: one page that needs no other file.

  naskh explain --html -o poem.html poem.txt

Example:
  $ printf 'أحمــد\\n' | naskh explain --format tsv --quiet
  line  start  end  op             from  to  lossy
  1     0      2    fold-alef      أ     ا   true
  1     6      8    strip-tatweel  ـ         false
  1     8      10   strip-tatweel  ـ         false")]
    Explain(ExplainArgs),
    /// Text that seems to be stored in visual order: backwards, as from some PDF files
    #[command(after_help = "\
An entry for each stretch: line (from 1), span, sign (what gave it away), text.
Nothing is mended: what was there cannot be told for certain. How many there
are follows at the end; in jsonl and tsv on standard error, unless --quiet.

Example:
  $ printf 'ةديدجلا ةسردملا\\n' | naskh check --format tsv --quiet
  line  start  end  sign               text
  1     0      29   taa-marbuta-first  ةديدجلا ةسردملا")]
    Check(CheckArgs),
    /// Arabic letters to Latin ones and back
    #[command(after_help = "\
Schemes: buckwalter, safe-buckwalter, xml-buckwalter, hsb (Habash-Soudi-
Buckwalter). What a scheme has no letter for stays as it is. With --to, text of
which a character would come back as an Arabic letter is counted on standard
error, unless --quiet. In jsonl and tsv there is an entry for each line: line
(from 1), text, transliterated.

Examples:
  $ printf 'كِتَابُ هِنْد\\n' | naskh transliterate --to buckwalter
  kitaAbu hinod
  $ printf 'kitAb\\n' | naskh transliterate --from buckwalter
  كِتاب")]
    Transliterate(TransliterateArgs),
    /// Every preset, operation and row
    #[command(after_help = "\
In jsonl and tsv: an entry for each row; one with empty from and to for an
operation that has none.

Examples:
  naskh presets                 everything
  naskh presets search          one preset
  naskh presets strip-tatweel   one operation
  naskh presets --format tsv    the rows as a table")]
    Presets(PresetsArgs),
    /// A completion script for a shell
    #[command(after_help = "\
Example:
  naskh completions bash > ~/.local/share/bash-completion/completions/naskh")]
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
}

/// What every command understands.
#[derive(Debug, Args)]
pub(crate) struct Common {
    /// How the output looks [default: jsonl for run, text for every other command]
    #[arg(short, long, global = true, value_enum, help_heading = "Output")]
    pub(crate) format: Option<Format>,
    /// Write to FILE instead of standard output (`-`)
    #[arg(short, long, global = true, value_name = "FILE", help_heading = "Output")]
    pub(crate) output: Option<PathBuf>,
    /// Colours in the text format; auto: on a terminal, unless NO_COLOR is set
    #[arg(long, global = true, value_enum, value_name = "WHEN", default_value = "auto", help_heading = "Output")]
    pub(crate) color: Color,
    /// Nothing on standard error but errors: no progress bar, no counts
    #[arg(short, long, global = true, help_heading = "Output")]
    pub(crate) quiet: bool,
}

/// Where the text comes from and how it is worked on.
#[derive(Debug, Args)]
pub(crate) struct InputArgs {
    /// Files to read; `-` or none: standard input
    #[arg(value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    /// Read the files named in LIST too, one a line (or, as `find -print0` writes them, each ended by NUL); `-`: standard
    /// input
    #[arg(long, value_name = "LIST")]
    pub(crate) files_from: Option<PathBuf>,
    /// Replace invalid UTF-8 with U+FFFD, go on, and count the replacements on standard error
    #[arg(long)]
    pub(crate) lossy: bool,
    /// Worker threads [default: as many as the machine has]
    #[arg(short = 'j', long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub(crate) threads: Option<u16>,
    /// Put out each line (with --wrapped: each paragraph) as soon as it is read
    #[arg(long)]
    pub(crate) line_buffered: bool,
}

/// Where a sentence may end, and in what its place is counted.
#[derive(Debug, Args)]
pub(crate) struct SegmentArgs {
    /// Lines are wrapped: a line break inside a paragraph does not end a sentence, a blank line does
    #[arg(long)]
    pub(crate) wrapped: bool,
}

/// In what a span is counted.
#[derive(Debug, Args)]
pub(crate) struct OffsetArgs {
    /// Spans count bytes (Rust, Go, files), characters (Python) or UTF-16 code units (JavaScript, Java)
    #[arg(long, value_enum, value_name = "UNIT", default_value = "byte")]
    pub(crate) offsets: Offsets,
}

/// How the text is normalised.
#[derive(Debug, Args)]
pub(crate) struct NormArgs {
    /// The set of operations; `naskh presets` explains them
    #[arg(short, long, value_name = "NAME", default_value = "search", value_parser = preset_parser(), help_heading = "Normalisation")]
    pub(crate) preset: Preset,
    /// Switch an operation (or a group such as strip-tashkeel) on; may be repeated, the last word counts
    #[arg(long, value_name = "NAME", value_parser = op_parser(), hide_possible_values = true, help_heading = "Normalisation")]
    pub(crate) op: Vec<String>,
    /// Switch an operation (or a group) off; may be repeated. Presets that reproduce another tool have none
    #[arg(long, value_name = "NAME", value_parser = op_parser(), hide_possible_values = true, help_heading = "Normalisation")]
    pub(crate) no_op: Vec<String>,
    /// A rule of your own: character X becomes Y (nothing, if Y is empty); code points may be written U+06A4
    #[arg(long, value_name = "X=Y", value_parser = parse_rule, help_heading = "Normalisation")]
    pub(crate) rule: Vec<(char, String)>,
    /// Exempt character X from every row
    #[arg(long, value_name = "X", value_parser = parse_char, help_heading = "Normalisation")]
    pub(crate) keep: Vec<char>,
}

#[derive(Debug, Args)]
pub(crate) struct RunArgs {
    #[command(flatten)]
    pub(crate) input: InputArgs,
    #[command(flatten)]
    pub(crate) segment: SegmentArgs,
    #[command(flatten)]
    pub(crate) offsets: OffsetArgs,
    #[command(flatten)]
    pub(crate) norm: NormArgs,
}

#[derive(Debug, Args)]
pub(crate) struct NormalizeArgs {
    #[command(flatten)]
    pub(crate) input: InputArgs,
    #[command(flatten)]
    pub(crate) norm: NormArgs,
}

#[derive(Debug, Args)]
pub(crate) struct WordsArgs {
    #[command(flatten)]
    pub(crate) input: InputArgs,
    /// Punctuation and symbols too
    #[arg(long)]
    pub(crate) all: bool,
    #[command(flatten)]
    pub(crate) segment: SegmentArgs,
    #[command(flatten)]
    pub(crate) offsets: OffsetArgs,
    #[command(flatten)]
    pub(crate) norm: NormArgs,
}

#[derive(Debug, Args)]
pub(crate) struct TokensArgs {
    #[command(flatten)]
    pub(crate) input: InputArgs,
    /// Whose tokens: naskh's, or those of the tool that the name says
    #[arg(short, long, value_name = "NAME", default_value = "naskh", value_parser = tokenizer_parser())]
    pub(crate) tokenizer: TokenizerName,
    #[command(flatten)]
    pub(crate) offsets: OffsetArgs,
}

#[derive(Debug, Clone, Copy)]
pub(crate) enum TokenizerName {
    Naskh,
    Compat(CompatTokenizer),
}

#[derive(Debug, Args)]
pub(crate) struct SentencesArgs {
    #[command(flatten)]
    pub(crate) input: InputArgs,
    #[command(flatten)]
    pub(crate) segment: SegmentArgs,
    #[command(flatten)]
    pub(crate) offsets: OffsetArgs,
}

#[derive(Debug, Args)]
pub(crate) struct ExplainArgs {
    #[command(flatten)]
    pub(crate) input: InputArgs,
    /// A page for a browser: the text with its tokens and sentences coloured, changed letters marked, and why on hover
    #[arg(long, help_heading = "Output")]
    pub(crate) html: bool,
    #[command(flatten)]
    pub(crate) offsets: OffsetArgs,
    #[command(flatten)]
    pub(crate) norm: NormArgs,
}

#[derive(Debug, Args)]
pub(crate) struct CheckArgs {
    #[command(flatten)]
    pub(crate) input: InputArgs,
    #[command(flatten)]
    pub(crate) offsets: OffsetArgs,
}

#[derive(Debug, Args)]
pub(crate) struct TransliterateArgs {
    #[command(flatten)]
    pub(crate) input: InputArgs,
    #[command(flatten)]
    pub(crate) direction: Direction,
}

/// There or back.
#[derive(Debug, Clone, Copy, Args)]
#[group(required = true, multiple = false)]
pub(crate) struct Direction {
    /// Write Arabic letters in this scheme
    #[arg(long, value_name = "SCHEME", value_parser = scheme_parser())]
    pub(crate) to: Option<Transliteration>,
    /// Read letters of this scheme as Arabic
    #[arg(long, value_name = "SCHEME", value_parser = scheme_parser())]
    pub(crate) from: Option<Transliteration>,
}

#[derive(Debug, Args)]
pub(crate) struct PresetsArgs {
    /// Only this preset, operation or group of operations
    #[arg(value_parser = preset_or_op_parser(), hide_possible_values = true)]
    pub(crate) name: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    Jsonl,
    Tsv,
    Text,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    Auto,
    Always,
    Never,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Offsets {
    Byte,
    Char,
    Utf16,
}

impl OffsetArgs {
    pub(crate) fn unit(&self) -> Unit {
        match self.offsets {
            Offsets::Byte => Unit::Byte,
            Offsets::Char => Unit::Char,
            Offsets::Utf16 => Unit::Utf16,
        }
    }
}

impl SegmentArgs {
    pub(crate) fn segmenter(&self) -> SentenceSegmenter {
        let breaks = if self.wrapped { LineBreaks::BlankLineOnly } else { LineBreaks::Sentence };
        SentenceSegmenter::builder().line_breaks(breaks).build()
    }
}

impl NormArgs {
    /// The normaliser asked for. `--op` and `--no-op` are applied in the order in which they were written, which only
    /// `matches` (those of the command that holds the options) knows.
    ///
    /// # Errors
    /// Says which options contradict each other.
    pub(crate) fn normalizer(&self, matches: &ArgMatches) -> Result<Normalizer, String> {
        let preset = self.preset;
        // The parser let only names through that `OpSet` knows.
        let of = |name: &str| OpSet::from_name(name).unwrap_or(OpSet::NONE);
        let added = self.op.iter().fold(OpSet::NONE, |added, name| added.union(of(name)));
        let idle = |name: &&String| added.difference(of(name)) == added;
        if let Some(name) = self.no_op.iter().find(idle).filter(|_| preset.is_compatibility()) {
            return Err(format!(
                "--no-op {name}: the preset {preset} reproduces another tool as a whole, nothing of it can be switched off"
            ));
        }
        let mut switches: Vec<(usize, &str, bool)> = Vec::new();
        for (id, names, on) in [("op", &self.op, true), ("no_op", &self.no_op, false)] {
            let places = matches.indices_of(id).into_iter().flatten();
            switches.extend(places.zip(names).map(|(place, name)| (place, name.as_str(), on)));
        }
        switches.sort_unstable_by_key(|&(place, ..)| place);
        let mut builder = Normalizer::builder().preset(preset);
        for (_, name, on) in switches {
            builder = builder.ops(of(name), on);
        }
        for (from, to) in &self.rule {
            builder = builder.rule(*from, to);
        }
        let builder = self.keep.iter().fold(builder, |builder, &c| builder.keep(c));
        builder.build().map_err(|error| in_options(&error, preset))
    }
}

/// What is wrong, with the options that mend it where the library names its own calls.
fn in_options(error: &BuildError, preset: Preset) -> String {
    let mend = match *error.rules() {
        [] if preset.is_compatibility() => "take --keep out, or a --preset of naskh's own".to_owned(),
        [] => "take the option out that does, or another --preset".to_owned(),
        [a, b] if a.from() == b.from() => match (a.op(), b.op()) {
            (Op::CustomRule, Op::CustomRule) => "give one --rule for it".to_owned(),
            (op, Op::CustomRule) | (Op::CustomRule, op) => {
                let from: String = a.from().chars().map(|c| format!("U+{:04X}", u32::from(c))).collect();
                format!("take this --rule out, or add --keep {from}, or --no-op {op}")
            }
            (a, b) => format!("add --no-op {a} or --no-op {b}"),
        },
        _ => return error.to_string(),
    };
    format!("{error:#}; {mend}")
}

/// The command line, parsed; with the matches of the command that runs. Ends the process on wrong usage. `unwritten` reports
/// that help could not be written, and gives the exit code.
pub(crate) fn parse(unwritten: fn(io::Error) -> u8) -> (Cli, ArgMatches) {
    let mut command = Cli::command();
    let matches = command.try_get_matches_from_mut(std::env::args_os()).unwrap_or_else(|error| end(error, unwritten));
    let Some((name, leaf)) = matches.subcommand() else {
        let cli = Cli::from_arg_matches(&matches).unwrap_or_else(|error| end(error, unwritten));
        say_if_no_command(&cli.run.input.files);
        return (cli, matches);
    };
    // `naskh --preset repair words FILE` would otherwise leave the preset unheard.
    let misplaced = command.get_arguments().find(|arg| {
        !arg.is_global_set() && matches.value_source(arg.get_id().as_str()) == Some(ValueSource::CommandLine)
    });
    if let Some(arg) = misplaced {
        let what = arg.get_long().map_or("FILE".to_owned(), |long| format!("--{long}"));
        let message = format!("'{what}' belongs after the command: naskh {name} {what} ...");
        end(command.error(ErrorKind::ArgumentConflict, message), unwritten);
    }
    (Cli::from_arg_matches(&matches).unwrap_or_else(|error| end(error, unwritten)), leaf.clone())
}

/// Prints what is wrong, or the help that was asked for, and ends the process. As `error.exit()`, which calls it a
/// success when the help could not be written.
fn end(error: clap::Error, unwritten: fn(io::Error) -> u8) -> ! {
    let code = match error.print().and_then(|()| io::stdout().flush()) {
        Ok(()) => error.exit_code(),
        Err(problem) => unwritten(problem).into(),
    };
    std::process::exit(code)
}

/// A command with a wrong letter is the name of a file for the parser.
fn say_if_no_command(files: &[PathBuf]) {
    let Some(first) = files.first().and_then(|file| file.to_str()) else { return };
    if first.len() > 1 && first.bytes().all(|byte| byte.is_ascii_lowercase()) && !Path::new(first).exists() {
        let _ = writeln!(
            io::stderr(),
            "naskh: '{first}' is no command (`naskh --help` lists them), so it is the name of a file"
        );
    }
}

fn preset_parser() -> impl TypedValueParser<Value = Preset> {
    let values = Preset::ALL.iter().map(|preset| PossibleValue::new(preset.name()));
    PossibleValuesParser::new(values).try_map(|name| name.parse::<Preset>())
}

fn tokenizer_parser() -> impl TypedValueParser<Value = TokenizerName> {
    let compat = CompatTokenizer::ALL.iter();
    let compat = compat.map(|tokenizer| PossibleValue::new(tokenizer.name()).help(tokenizer.description()));
    let naskh = PossibleValue::new("naskh").help("words of UAX #29 with naskh's tailorings; white space is no token");
    PossibleValuesParser::new([naskh].into_iter().chain(compat)).try_map(|name| match name.as_str() {
        "naskh" => Ok(TokenizerName::Naskh),
        name => name.parse().map(TokenizerName::Compat),
    })
}

fn scheme_parser() -> impl TypedValueParser<Value = Transliteration> {
    let values = Transliteration::ALL.iter().map(|scheme| PossibleValue::new(scheme.name()));
    PossibleValuesParser::new(values).try_map(|name| name.parse::<Transliteration>())
}

fn op_parser() -> PossibleValuesParser {
    PossibleValuesParser::new(op_names())
}

/// Operations and groups of them.
fn op_names() -> impl Iterator<Item = &'static str> {
    OpSet::ALL.iter().map(|op| op.name()).chain(OpSet::GROUPS.iter().map(|(name, _)| *name))
}

fn preset_or_op_parser() -> PossibleValuesParser {
    PossibleValuesParser::new(Preset::ALL.iter().map(|preset| preset.name()).chain(op_names()))
}

/// `ڤ=ف`, `U+06A4=U+0641`, `ـ=`.
fn parse_rule(rule: &str) -> Result<(char, String), String> {
    // A rule about `=` itself begins with it.
    let at = rule.char_indices().skip(1).find(|&(_, c)| c == '=').map(|(at, _)| at);
    let (from, to) = at.map(|at| (&rule[..at], &rule[at + 1..])).ok_or("expected X=Y")?;
    Ok((parse_char(from)?, code_points(to)?))
}

/// `ڤ` or `U+06A4`.
fn parse_char(text: &str) -> Result<char, String> {
    let text = code_points(text)?;
    let mut chars = text.chars();
    match (chars.next(), chars.next()) {
        (Some(c), None) => Ok(c),
        _ => Err(format!("`{text}` is not a single character")),
    }
}

/// The text itself, or the characters named by `U+0644 U+0627`.
fn code_points(text: &str) -> Result<String, String> {
    if !text.starts_with("U+") {
        return Ok(text.to_owned());
    }
    let one = |word: &str| {
        let hex = word.strip_prefix("U+").and_then(|hex| u32::from_str_radix(hex, 16).ok());
        hex.and_then(char::from_u32).ok_or(format!("`{word}` is not a code point such as U+06A4"))
    };
    text.split_whitespace().map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_well_formed() {
        Cli::command().debug_assert();
    }

    #[test]
    fn rules_are_letters_or_code_points() {
        assert_eq!(parse_rule("ڤ=ف"), Ok(('ڤ', "ف".to_owned())));
        assert_eq!(parse_rule("U+06A4=U+0641"), Ok(('ڤ', "ف".to_owned())));
        assert_eq!(parse_rule("ﻻ=U+0644 U+0627"), Ok(('ﻻ', "لا".to_owned())));
        assert_eq!(parse_rule("ـ="), Ok(('ـ', String::new())));
        assert_eq!(parse_rule("=="), Ok(('=', String::new())));
        assert!(parse_rule("ab=c").unwrap_err().contains("ab"));
        assert!(parse_rule("U+D800=c").unwrap_err().contains("U+D800"));
        assert!(parse_rule("ف").is_err());
    }
}
