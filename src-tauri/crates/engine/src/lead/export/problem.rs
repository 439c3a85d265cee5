//! Why an export did not go on, by what a person can do about it.

use std::{io, path::Path};

use rust_xlsxwriter::XlsxError;
use thiserror::Error;

use crate::ErrorCode;

/// What a file that another program has open answers on Windows: a sharing and a lock violation.
#[cfg(windows)]
const IN_USE: [i32; 2] = [32, 33];

/// Why an export did not come to its end.
#[derive(Debug, Error)]
pub enum ExportProblem {
    #[error("the disk is full: {path} could not be written. Finished parts are kept; free some space and go on")]
    DiskFull { path: String },
    #[error("{path} is open in another program. Finished parts are kept; close it there and go on")]
    InUse { path: String },
    #[error("{path} could not be written: {source}. Finished parts are kept; see to the folder and go on")]
    Unwritable { path: String, source: io::Error },
    #[error("the workbook {path} could not be made: {source}")]
    Workbook { path: String, source: XlsxError },
    #[error("another export is running; one runs at a time")]
    Running,
    #[error("{folder} has no export that could be gone on with: {why}. Begin a new one")]
    NothingToResume { folder: String, why: String },
    /// Not a failure: a person ended it, or the console stops.
    #[error("the export was ended; what is finished is kept")]
    Ended,
}

impl ExportProblem {
    pub(super) fn at(path: &Path, source: io::Error) -> Self {
        let path = path.display().to_string();
        match source.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::DiskFull { path },
            _ if is_in_use(&source) => Self::InUse { path },
            _ => Self::Unwritable { path, source },
        }
    }

    pub(super) fn in_workbook(path: &Path, source: XlsxError) -> Self {
        match source {
            XlsxError::IoError(source) => Self::at(path, source),
            XlsxError::ZipError(source) => Self::at(path, source.into()),
            source => Self::Workbook { path: path.display().to_string(), source },
        }
    }

    pub(crate) fn code(&self) -> ErrorCode {
        match self {
            Self::DiskFull { .. } => ErrorCode::DiskFull,
            Self::InUse { .. } => ErrorCode::FileInUse,
            Self::Unwritable { .. } | Self::Workbook { .. } => ErrorCode::FileUnwritable,
            Self::Running => ErrorCode::ExportRunning,
            Self::NothingToResume { .. } => ErrorCode::NotFound,
            Self::Ended => ErrorCode::Cancelled,
        }
    }
}

#[cfg(windows)]
fn is_in_use(error: &io::Error) -> bool {
    error.raw_os_error().is_some_and(|code| IN_USE.contains(&code))
}

/// Elsewhere a file that is open can be replaced all the same; these two are what file systems of other machines say.
#[cfg(not(windows))]
fn is_in_use(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::ResourceBusy | io::ErrorKind::ExecutableFileBusy)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reason_has_the_code_that_says_what_to_do() {
        let at = |kind: io::ErrorKind| ExportProblem::at(Path::new("x.csv"), kind.into()).code();
        assert_eq!(at(io::ErrorKind::StorageFull), ErrorCode::DiskFull);
        assert_eq!(at(io::ErrorKind::QuotaExceeded), ErrorCode::DiskFull);
        assert_eq!(at(io::ErrorKind::PermissionDenied), ErrorCode::FileUnwritable);
        let open = if cfg!(windows) { io::Error::from_raw_os_error(32) } else { io::ErrorKind::ResourceBusy.into() };
        assert_eq!(ExportProblem::at(Path::new("x.csv"), open).code(), ErrorCode::FileInUse);
        let full = XlsxError::IoError(io::ErrorKind::StorageFull.into());
        assert_eq!(ExportProblem::in_workbook(Path::new("x.xlsx"), full).code(), ErrorCode::DiskFull);
    }
}
