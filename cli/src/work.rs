//! How is the work spread over threads, with the order kept and the memory bounded?
//!
//! ```text
//! reader   for each input, for each block of it:
//!              make a channel; its far end goes to the writer's queue, the block and the near end to the workers'
//! workers  take a block; send its output down its channel, piece by piece
//! writer   takes the channels in the order of the blocks; empties each before it looks at the next
//! ```
//! Every queue is bounded, so a slow reader of the output slows everybody. A worker that is ahead waits when its channel
//! is full; the block the writer waits for was taken earlier, so somebody is working on it.

use crate::args::{Cli, Color, Common, Format, InputArgs};
use crate::blocks::{Block, Blocks, CutAt, Cutting, Trouble, WHOLE};
use crate::input::{self, Inputs, Source};
use crate::output::{Out, Palette, Piece, push_number};
use crate::progress::Progress;
use anstream::{AutoStream, ColorChoice};
use clap::CommandFactory;
use clap::builder::StyledStr;
use naskh::Unit;
use std::borrow::Cow;
use std::fs::File;
use std::io::{self, ErrorKind, IsTerminal, Write};
use std::path::Path;
use std::sync::mpsc::{Receiver, SendError, SyncSender, sync_channel};
use std::sync::{Arc, Mutex};
use std::thread;

/// Pieces of output that may wait for the writer, a block.
const PIECES: usize = 8;

/// What messages call it.
pub(crate) const STANDARD_OUTPUT: &str = "standard output";

/// Why a command did not begin or could not end.
pub(crate) enum Problem {
    /// Nothing to read: what could be asked.
    Help(StyledStr),
    /// A worker has died; the panic has been reported.
    Internal,
    /// The list of the files cannot be read.
    List {
        name: String,
        error: io::Error,
    },
    /// The options are right one by one but not together, or a rule cannot be.
    Options(String),
    Output {
        name: String,
        error: io::Error,
    },
}

impl Problem {
    pub(crate) fn report(self) -> u8 {
        match self {
            Problem::Help(help) => {
                let _ = write!(anstream::stderr(), "{}", help.ansi());
                2
            }
            Problem::Internal => 1,
            Problem::List { name, error } => {
                let _ = writeln!(io::stderr(), "naskh: {name}: {}", input::plain(&error, false));
                1
            }
            Problem::Options(message) => {
                let _ = writeln!(io::stderr(), "naskh: {message}");
                2
            }
            // Whoever read the output has seen enough: not a failure.
            Problem::Output { error, .. } if error.kind() == ErrorKind::BrokenPipe => 0,
            Problem::Output { name, error } => {
                let why = match error.kind() {
                    ErrorKind::StorageFull => "the disk is full".to_owned(),
                    ErrorKind::IsADirectory => "it is a directory".to_owned(),
                    ErrorKind::NotFound => "there is no such directory".to_owned(),
                    ErrorKind::PermissionDenied => "permission denied".to_owned(),
                    _ => error.to_string(),
                };
                let _ = writeln!(io::stderr(), "naskh: cannot write to {name}: {why}");
                1
            }
        }
    }
}

/// Where the output goes.
pub(crate) struct Sink {
    writer: Box<dyn Write>,
    name: String,
    is_terminal: bool,
    coloured: bool,
}

impl Sink {
    /// Opens the output. Refuses to write over an input, which would be empty before it was read.
    pub(crate) fn open(common: &Common, inputs: impl IntoIterator<Item: AsRef<Path>>) -> Result<Sink, Problem> {
        let coloured = |auto: bool| match common.color {
            Color::Auto => auto,
            Color::Always => true,
            Color::Never => false,
        };
        // `-` is standard output, as it is standard input among the inputs.
        let path = common.output.as_deref().filter(|path| !input::is_stdin(path));
        if let Some(input) = inputs.into_iter().find(|input| is_same_file(input.as_ref(), path)) {
            let input = input::name(input.as_ref());
            return Err(Problem::Options(format!("{input} is input and output at once; write to another file")));
        }
        let Some(path) = path else {
            let stdout = io::stdout();
            let auto = AutoStream::choice(&stdout) != ColorChoice::Never;
            let is_terminal = stdout.is_terminal();
            return Ok(Sink {
                writer: Box::new(stdout.lock()),
                name: STANDARD_OUTPUT.to_owned(),
                is_terminal,
                coloured: coloured(auto),
            });
        };
        let name = input::name(path);
        match File::create(path) {
            Ok(file) => Ok(Sink { writer: Box::new(file), name, is_terminal: false, coloured: coloured(false) }),
            Err(error) => Err(Problem::Output { name, error }),
        }
    }

    pub(crate) fn palette(&self) -> Palette {
        Palette::new(self.coloured)
    }

    pub(crate) fn write(&mut self, bytes: &[u8]) -> Result<(), Problem> {
        self.writer.write_all(bytes).map_err(|error| self.problem(error))
    }

    pub(crate) fn flush(&mut self) -> Result<(), Problem> {
        self.writer.flush().map_err(|error| self.problem(error))
    }

    fn problem(&self, error: io::Error) -> Problem {
        Problem::Output { name: self.name.clone(), error }
    }
}

/// Whether an input, which may be standard input, and the output, if not standard output, are one file.
fn is_same_file(input: &Path, output: Option<&Path>) -> bool {
    #[cfg(unix)]
    {
        use std::os::fd::{AsFd, BorrowedFd};
        use std::os::unix::fs::MetadataExt;
        let opened = |file: BorrowedFd<'_>| file.try_clone_to_owned().and_then(|file| File::from(file).metadata());
        let input = if input::is_stdin(input) { opened(io::stdin().as_fd()) } else { input.metadata() };
        let output = output.map_or_else(|| opened(io::stdout().as_fd()), Path::metadata);
        let id = |about: io::Result<std::fs::Metadata>| {
            about.ok().filter(|about| about.is_file()).map(|about| (about.dev(), about.ino()))
        };
        id(input).is_some_and(|input| Some(input) == id(output))
    }
    #[cfg(not(unix))]
    {
        let real = |path: &Path| path.canonicalize().ok();
        output.is_some_and(|output| real(input).is_some_and(|input| Some(input) == real(output)))
    }
}

/// What a command wants of the machinery.
pub(crate) struct Job<'a> {
    pub(crate) command: &'static str,
    pub(crate) input: &'a InputArgs,
    pub(crate) common: &'a Common,
    pub(crate) cut_at: CutAt,
    pub(crate) unit: Unit,
    pub(crate) default_format: Format,
    /// The columns of the TSV format.
    pub(crate) columns: &'a [&'a str],
    /// What stands before everything.
    pub(crate) head: &'a str,
}

/// What the workers need to know about the output.
#[derive(Clone, Copy)]
pub(crate) struct Look {
    pub(crate) format: Format,
    pub(crate) palette: Palette,
    pub(crate) several_files: bool,
}

/// What the reader tells the writer, in the order of the input.
enum Event {
    File,
    Block(Receiver<Piece>),
    /// An input could not be read to its end.
    Trouble(String),
    /// Something worth knowing.
    Note(String),
}

impl Job<'_> {
    /// Runs the command on all its inputs. `worker` makes the function that turns a block into output, one a thread;
    /// `epilogue` writes what follows at the end.
    pub(crate) fn run<W: FnMut(&Block, &mut Out)>(
        &self,
        worker: impl Fn(Look) -> W + Sync,
        epilogue: impl FnOnce(Look, &mut Sink) -> Result<(), Problem>,
    ) -> Result<u8, Problem> {
        if self.input.files.is_empty() && self.input.files_from.is_none() && input::stdin_is_terminal() {
            return Err(self.help());
        }
        let inputs = Inputs::new(self.input).map_err(|error| Problem::List {
            name: self.input.files_from.as_deref().map(input::name).unwrap_or_default(),
            error,
        })?;
        // Nor over the list of the inputs, which was read but is not ours.
        let list = self.input.files_from.as_deref().map(Cow::Borrowed);
        let mut sink = Sink::open(self.common, inputs.paths().chain(list))?;
        let progress = Progress::new(&inputs, !self.common.quiet && !sink.is_terminal);
        let look = Look {
            format: self.common.format.unwrap_or(self.default_format),
            palette: sink.palette(),
            several_files: inputs.are_several(),
        };
        let threads = self.input.threads.map_or_else(available_threads, usize::from);
        let (events, queue) = sync_channel(threads + 2);
        let (tasks, todo) = sync_channel(threads);
        let todo = Mutex::new(todo);
        let work = || {
            let mut work = worker(look);
            while let Some((block, mut out)) = next_task(&todo) {
                work(&block, &mut out);
                out.finish();
            }
        };
        let failed = thread::scope(|scope| {
            let mut workers = 0;
            let work = &work;
            let reader = Reader { job: self, inputs: &inputs, events, tasks };
            scope.spawn(move || {
                // A small input needs no more workers than it has blocks.
                reader.read(|| {
                    if workers < threads {
                        scope.spawn(work);
                        workers += 1;
                    }
                });
            });
            self.write(look, queue, &mut sink, &progress).unwrap_or_else(|problem| {
                // Other threads may wait for input that never comes: there is nothing left to do for them.
                progress.finish();
                std::process::exit(problem.report().into())
            })
        });
        epilogue(look, &mut sink)?;
        sink.flush()?;
        Ok(failed.into())
    }

    fn write(&self, look: Look, queue: Receiver<Event>, sink: &mut Sink, progress: &Progress) -> Result<bool, Problem> {
        sink.write(self.head.as_bytes())?;
        if look.format == Format::Tsv {
            sink.write(header(look.several_files, self.columns).as_bytes())?;
        }
        let mut failed = false;
        let mut sentences = 0;
        let mut joined = Vec::new();
        let mut last = b'\n';
        for event in queue {
            match event {
                Event::File => {
                    sentences = 0;
                    // The last line of a file and the first one of the next are two.
                    if last != b'\n' {
                        sink.write(b"\n")?;
                        last = b'\n';
                    }
                }
                Event::Block(pieces) => loop {
                    let Ok(piece) = pieces.recv() else {
                        return Err(Problem::Internal);
                    };
                    joined.clear();
                    join(&piece, sentences, &mut joined);
                    sink.write(&joined)?;
                    progress.update();
                    last = joined.last().copied().unwrap_or(last);
                    if let Some(count) = piece.last {
                        sentences += count;
                        break;
                    }
                },
                Event::Trouble(message) => {
                    failed = true;
                    progress.say(&message);
                }
                Event::Note(message) if !self.common.quiet => progress.say(&message),
                Event::Note(_) => {}
            }
            if self.input.line_buffered || sink.is_terminal {
                sink.flush()?;
            }
        }
        progress.finish();
        Ok(failed)
    }

    fn help(&self) -> Problem {
        let mut root = Cli::command();
        root.build();
        let command = match root.find_subcommand_mut(self.command) {
            Some(command) => command,
            None => &mut root,
        };
        Problem::Help(command.render_help())
    }
}

/// What the reader thread needs.
struct Reader<'a> {
    job: &'a Job<'a>,
    inputs: &'a Inputs,
    events: SyncSender<Event>,
    tasks: SyncSender<(Block, Out)>,
}

/// The writer or the workers are gone: the process is about to end.
struct Gone;

impl<T> From<SendError<T>> for Gone {
    fn from(_: SendError<T>) -> Gone {
        Gone
    }
}

impl Reader<'_> {
    /// Reads all inputs; calls `before_task` before each block is handed to the workers.
    fn read(&self, mut before_task: impl FnMut()) {
        for path in self.inputs.paths() {
            if self.read_input(&path, &mut before_task).is_err() {
                return;
            }
        }
    }

    fn read_input(&self, path: &Path, before_task: &mut impl FnMut()) -> Result<(), Gone> {
        let name = input::name(path);
        self.events.send(Event::File)?;
        let source = match Source::open(path, &self.inputs.read) {
            Ok(source) => source,
            Err(error) => {
                let why = input::plain(&error, false);
                return Ok(self.events.send(Event::Trouble(format!("{name}: {why}")))?);
            }
        };
        let is_packed = source.is_packed;
        let cutting = Cutting {
            at: self.job.cut_at.clone(),
            unit: self.job.unit,
            lossy: self.job.input.lossy,
            line_buffered: self.job.input.line_buffered || source.is_interactive,
        };
        let mut blocks = Blocks::new(source, Arc::from(name.as_str()), cutting);
        for block in &mut blocks {
            match block {
                Ok(block) => {
                    let (writer, pieces) = sync_channel(PIECES);
                    before_task();
                    self.events.send(Event::Block(pieces))?;
                    self.tasks.send((block, Out::new(writer)))?;
                }
                Err(trouble) => {
                    self.events.send(Event::Trouble(format!("{name}: {}", explain(&trouble, is_packed))))?
                }
            }
        }
        match blocks.replaced {
            0 => {}
            1 => self.events.send(Event::Note(format!("{name}: 1 invalid sequence replaced with U+FFFD")))?,
            n => self.events.send(Event::Note(format!("{name}: {n} invalid sequences replaced with U+FFFD")))?,
        }
        Ok(())
    }
}

/// What is wrong with the input, and what would mend it.
fn explain(trouble: &Trouble, is_packed: bool) -> String {
    let (at, byte, cut_short, head) = match trouble {
        Trouble::Io(error) => return input::plain(error, is_packed),
        Trouble::TooLong { line } => {
            return format!(
                "from line {line} on there is no place in {} MiB where the text can be cut, and the preset or a rule has \
                 to see the whole; work on it in parts, or with --format jsonl line by line",
                WHOLE >> 20
            );
        }
        Trouble::Utf8 { at, byte, cut_short, head } => (at, byte, cut_short, head),
    };
    let unpacked = if is_packed { " of the unpacked text" } else { "" };
    let what = if *cut_short { ", the input ends within a character" } else { "" };
    let mend = match head {
        [0xff, 0xfe] | [0xfe, 0xff] => "it seems to be UTF-16: convert it with `iconv -f UTF-16 -t UTF-8`",
        _ => "use --lossy to replace it with U+FFFD, or convert the input, say with `iconv -f WINDOWS-1256 -t UTF-8`",
    };
    format!("invalid UTF-8 at byte {at}{unpacked} (0x{byte:02x}{what}); {mend}")
}

fn next_task(todo: &Mutex<Receiver<(Block, Out)>>) -> Option<(Block, Out)> {
    todo.lock().ok()?.recv().ok()
}

fn available_threads() -> usize {
    thread::available_parallelism().map_or(1, usize::from)
}

pub(crate) fn header(several_files: bool, columns: &[&str]) -> String {
    let file = if several_files { "file\t" } else { "" };
    format!("{file}{}\n", columns.join("\t"))
}

/// Puts the sentence numbers in, `before` being the sentences of the file in earlier blocks.
fn join(piece: &Piece, before: usize, joined: &mut Vec<u8>) {
    let mut written = 0;
    for &(at, number) in &piece.numbers {
        joined.extend_from_slice(&piece.bytes[written..at]);
        push_number(joined, before + number);
        written = at;
    }
    joined.extend_from_slice(&piece.bytes[written..]);
}
