//! What happens in a trial, from its seed alone.
//!
//! Chats and robots are numbers that the trial takes modulo how many there are, so that a script does not depend on the
//! world it is played in. A few chats get most of what happens: faults only meet each other where something goes on.

use std::fmt;

use rand::Rng;
use rand::SeedableRng;
use rand::seq::IndexedRandom;
use rand_chacha::ChaCha8Rng;

/// One thing that happens. Times are milliseconds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// A customer writes, so many messages.
    Say {
        chat: usize,
        messages: u32,
    },
    /// The robot's owner writes on the phone.
    Phone {
        chat: usize,
    },
    /// Every chat gets a message at once.
    Flood,
    /// The person at the seat answers.
    Send {
        chat: usize,
    },
    /// The person sends something that has to be uploaded first.
    SendFile {
        chat: usize,
        kind: FileKind,
    },
    /// The person gives the customer of a chat another remark.
    Remark {
        chat: usize,
    },
    /// The person tags the customer of a chat.
    Tag {
        chat: usize,
        label: usize,
    },
    /// As `Send`, and the seat is killed as soon as the platform has it, or a moment later where that never happens.
    SendAndKill {
        chat: usize,
    },
    /// The window shows a chat.
    Look {
        chat: usize,
        focused: bool,
        newest: bool,
    },
    LookAway,
    /// Scrolls up.
    Older {
        chat: usize,
    },
    /// Presses the button of every gap that is shown.
    Fill {
        chat: usize,
    },
    /// kill -9, and another start at once.
    Kill {
        after: u64,
    },
    /// The seat is stopped (SIGSTOP), a customer writes, and it goes on after so long.
    Freeze {
        ms: u64,
        chat: usize,
    },
    Cut,
    Refuse,
    Reset,
    BlackHole,
    NetworkBack,
    Pushes(PushFault, u64),
    PushesBack,
    Echo(EchoFault),
    EchoBack,
    /// The next sends end with this `sendStatus`.
    Status {
        status: u8,
        times: usize,
    },
    Answers {
        fault: AnswerFault,
        times: usize,
    },
    TokenExpires,
    /// The seat's clock is so far off from now on.
    Clock {
        off_ms: i64,
    },
    RobotAway {
        robot: usize,
        status: u8,
    },
    RobotsBack,
    DiskFull,
    DiskFree,
    Pause {
        ms: u64,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    Image,
    File,
    Video,
    /// A link card with a cover.
    Card,
}

impl FileKind {
    pub fn word(self) -> &'static str {
        match self {
            Self::Image => "image",
            Self::File => "file",
            Self::Video => "video",
            Self::Card => "card",
        }
    }

    pub fn ending(self) -> &'static str {
        match self {
            Self::Image | Self::Card => "png",
            Self::File => "txt",
            Self::Video => "mp4",
        }
    }

    /// By what such a file is known.
    pub fn begins(self) -> &'static [u8] {
        match self {
            Self::Image | Self::Card => b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01",
            Self::File => b"",
            Self::Video => b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom",
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PushFault {
    /// The message's own event never comes; the chat's does.
    Drop,
    Duplicate,
    Reorder,
    Malformed,
    Delay,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EchoFault {
    OtherId,
    Late,
    Never,
    Twice,
    /// The send itself is lost.
    Lost,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AnswerFault {
    /// Code 5000.
    Busy,
    /// Code 1000.
    Unauthorized,
    BadGateway,
    Malformed,
    Slow,
}

impl PushFault {
    pub fn word(self) -> &'static str {
        match self {
            Self::Drop => "push dropped",
            Self::Duplicate => "push doubled",
            Self::Reorder => "push out of order",
            Self::Malformed => "push malformed",
            Self::Delay => "push late",
        }
    }
}

impl EchoFault {
    pub fn word(self) -> &'static str {
        match self {
            Self::OtherId => "echo under another id",
            Self::Late => "echo late",
            Self::Never => "echo missing",
            Self::Twice => "echo doubled",
            Self::Lost => "send lost",
        }
    }
}

impl AnswerFault {
    pub fn word(self) -> &'static str {
        match self {
            Self::Busy => "answer 5000",
            Self::Unauthorized => "answer 1000",
            Self::BadGateway => "answer 502",
            Self::Malformed => "answer malformed",
            Self::Slow => "answer slow",
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Protocol {
    Both,
    Eio3,
    Eio4,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Script {
    pub seed: u64,
    pub protocol: Protocol,
    /// Every time of a message ends in 000, as in the specification's samples: ties are common.
    pub whole_seconds: bool,
    /// How far the seat's clock is off at the start.
    pub clock_off_ms: i64,
    pub steps: Vec<Step>,
}

const MINUTE: i64 = 60_000;

impl Script {
    pub fn of(seed: u64) -> Self {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        let protocol = match rng.random_range(0..10) {
            0 | 1 => Protocol::Eio4,
            2 | 3 => Protocol::Eio3,
            _ => Protocol::Both,
        };
        let whole_seconds = rng.random_bool(0.5);
        let clock_off_ms = a_clock(&mut rng);
        let length = rng.random_range(18..40);
        let steps = (0..length).map(|_| step(&mut rng)).collect();
        Self { seed, protocol, whole_seconds, clock_off_ms, steps }
    }

    pub fn needs_small_disk(&self) -> bool {
        self.steps.contains(&Step::DiskFull)
    }
}

fn a_clock(rng: &mut ChaCha8Rng) -> i64 {
    if rng.random_bool(0.6) {
        return 0;
    }
    [-24 * 60 * MINUTE, -10 * MINUTE, -MINUTE, MINUTE, 10 * MINUTE, 24 * 60 * MINUTE].choose(rng).copied().unwrap_or(0)
}

fn a_chat(rng: &mut ChaCha8Rng) -> usize {
    if rng.random_bool(0.8) { rng.random_range(0..4) } else { rng.random_range(4..1_000) }
}

fn step(rng: &mut ChaCha8Rng) -> Step {
    let chat = a_chat(rng);
    match rng.random_range(0..100) {
        0..18 => Step::Say { chat, messages: rng.random_range(1..=4) },
        18 => Step::Flood,
        19..21 => Step::Phone { chat },
        21..28 => Step::Send { chat },
        28..31 => {
            let kinds = [FileKind::Image, FileKind::File, FileKind::Video, FileKind::Card];
            Step::SendFile { chat, kind: kinds.choose(rng).copied().unwrap_or(FileKind::Image) }
        }
        31 => Step::Remark { chat },
        32 => Step::Tag { chat, label: rng.random_range(0..8) },
        33..36 => Step::SendAndKill { chat },
        36..42 => Step::Look { chat, focused: rng.random_bool(0.7), newest: rng.random_bool(0.7) },
        42..44 => Step::LookAway,
        44..46 => Step::Older { chat },
        46 => Step::Fill { chat },
        47..54 => Step::Kill { after: rng.random_range(0..120) },
        // Long enough that the line is given up, or well below that.
        54..57 => {
            let ms = if rng.random_bool(0.3) { rng.random_range(1_900..2_400) } else { rng.random_range(20..300) };
            Step::Freeze { ms, chat }
        }
        57 => Step::Refuse,
        58..61 => Step::Cut,
        61..63 => Step::Reset,
        63..65 => Step::BlackHole,
        65..71 => Step::NetworkBack,
        71..75 => {
            let faults =
                [PushFault::Drop, PushFault::Duplicate, PushFault::Reorder, PushFault::Malformed, PushFault::Delay];
            Step::Pushes(faults.choose(rng).copied().unwrap_or(PushFault::Duplicate), rng.random_range(1..4))
        }
        75 => Step::PushesBack,
        76..80 => {
            let faults = [EchoFault::OtherId, EchoFault::Late, EchoFault::Never, EchoFault::Twice, EchoFault::Lost];
            Step::Echo(faults.choose(rng).copied().unwrap_or(EchoFault::Late))
        }
        80 => Step::EchoBack,
        81..83 => Step::Status { status: if rng.random_bool(0.5) { 0 } else { 2 }, times: rng.random_range(1..3) },
        83..87 => {
            let faults = [
                AnswerFault::Busy,
                AnswerFault::Unauthorized,
                AnswerFault::BadGateway,
                AnswerFault::Malformed,
                AnswerFault::Slow,
            ];
            Step::Answers {
                fault: faults.choose(rng).copied().unwrap_or(AnswerFault::Busy),
                times: rng.random_range(1..5),
            }
        }
        87 => Step::TokenExpires,
        88 => Step::Clock { off_ms: a_clock(rng) },
        89 => Step::RobotAway { robot: rng.random_range(0..4), status: rng.random_range(2..5) },
        90 => Step::RobotsBack,
        91 => Step::DiskFull,
        92 => Step::DiskFree,
        _ => Step::Pause { ms: rng.random_range(5..400) },
    }
}

impl fmt::Display for Script {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            formatter,
            "seed {}: {:?}, {}, the seat's clock is {} ms off",
            self.seed,
            self.protocol,
            if self.whole_seconds { "whole seconds" } else { "milliseconds" },
            self.clock_off_ms
        )?;
        for (number, step) in self.steps.iter().enumerate() {
            writeln!(formatter, "  {number:>3}  {step:?}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_script_is_a_function_of_its_seed() {
        for seed in 0..50 {
            assert_eq!(Script::of(seed), Script::of(seed));
        }
        assert_ne!(Script::of(1).steps, Script::of(2).steps);
    }

    #[test]
    fn every_fault_occurs_in_the_seeds_that_are_run_every_time() {
        let printed: String = (1..=200).map(|seed| Script::of(seed).to_string()).collect();
        for fault in [
            "SendAndKill",
            "SendFile",
            "Card",
            "Remark",
            "Tag",
            "Drop",
            "Kill",
            "Freeze",
            "Refuse",
            "Cut",
            "Reset",
            "BlackHole",
            "Duplicate",
            "Reorder",
            "Malformed",
            "Delay",
            "OtherId",
            "Late",
            "Never",
            "Twice",
            "Lost",
            "status: 0",
            "status: 2",
            "Busy",
            "Unauthorized",
            "BadGateway",
            "Slow",
            "TokenExpires",
            "Clock",
            "RobotAway",
            "DiskFull",
            "Flood",
        ] {
            assert!(printed.contains(fault), "{fault}");
        }
    }
}
