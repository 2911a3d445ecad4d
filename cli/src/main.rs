//! The `naskh` command: which words on the command line start which job?
//!
//! `args` says what can be asked, `input` opens and unpacks, `blocks` cuts, `work` spreads the blocks over threads and
//! writes the results in order, `commands` holds one file a command, `output` knows how JSON and TSV are spelled.

mod args;
mod blocks;
mod commands;
mod input;
mod output;
mod progress;
mod work;

use args::Command;
use std::process::ExitCode;
use work::{Problem, STANDARD_OUTPUT};

fn main() -> ExitCode {
    let (cli, matches) = args::parse(|error| Problem::Output { name: STANDARD_OUTPUT.to_owned(), error }.report());
    let status = match &cli.command {
        None => commands::run::run(&cli.run, &cli.common, &matches),
        Some(Command::Run(run)) => commands::run::run(run, &cli.common, &matches),
        Some(Command::Normalize(normalize)) => commands::normalize::run(normalize, &cli.common, &matches),
        Some(Command::Words(words)) => commands::words::run(words, &cli.common, &matches),
        Some(Command::Tokens(tokens)) => commands::tokens::run(tokens, &cli.common),
        Some(Command::Sentences(sentences)) => commands::sentences::run(sentences, &cli.common),
        Some(Command::Explain(explain)) => commands::explain::run(explain, &cli.common, &matches),
        Some(Command::Check(check)) => commands::check::run(check, &cli.common),
        Some(Command::Transliterate(transliterate)) => commands::transliterate::run(transliterate, &cli.common),
        Some(Command::Presets(presets)) => commands::presets::run(presets, &cli.common),
        Some(Command::Completions { shell }) => commands::completions(*shell, &cli.common),
    };
    ExitCode::from(status.unwrap_or_else(|problem| problem.report()))
}
