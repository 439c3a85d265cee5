//! Installs what is missing, and only that.
//!
//! The project's own files have to be enough on a fresh machine with Rust, Node and the package registries. On Debian
//! and Ubuntu the system packages are installed; elsewhere the command says what Tauri needs and goes on, because the
//! build itself is the best judge of what is there.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};

use crate::repository;
use crate::tool::Tool;

/// What the build links against.
const BUILD: &[&str] = &[
    "libayatana-appindicator3-dev",
    "libdbus-1-dev",
    "librsvg2-dev",
    "libssl-dev",
    "libwebkit2gtk-4.1-dev",
    "libxdo-dev",
    "pkg-config",
];

/// What a window without a person needs: a display, a session, a keyring, somebody who shows notifications, a driver, and
/// letters to draw.
const WINDOW: &[&str] = &[
    "dbus",
    "fonts-noto-cjk",
    "fonts-noto-color-emoji",
    "gnome-keyring",
    "gstreamer1.0-plugins-good",
    "notification-daemon",
    "webkit2gtk-driver",
    "xvfb",
];

/// What opens exports in a test, to see that another program takes them.
const OFFICE: &[&str] = &["libreoffice-calc-nogui", "libreoffice-writer-nogui"];

/// A peer of the benchmarks.
const PEERS: &[&str] = &["chromium"];

const PYTHON: &str = if cfg!(windows) { "python" } else { "python3" };

/// For which purpose the machine is set up.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    Build,
    Window,
    Bench,
}

/// `cargo xtask setup`.
pub fn everything() -> Result<()> {
    system(Purpose::Window)?;
    npm(&repository::ui())?;
    interop()?;
    println!("everything is in place");
    Ok(())
}

/// Installs the missing system packages, or says what they are called elsewhere.
pub fn system(purpose: Purpose) -> Result<()> {
    if !cfg!(target_os = "linux") {
        println!("{}", elsewhere());
        return Ok(());
    }
    if !is_debian() {
        println!("This is neither Debian nor Ubuntu, so nothing is installed.\n{}", elsewhere());
        return Ok(());
    }
    let wanted = match purpose {
        Purpose::Build => BUILD.to_vec(),
        Purpose::Window => [BUILD, WINDOW, OFFICE].concat(),
        Purpose::Bench => [BUILD, WINDOW, PEERS].concat(),
    };
    let mut missing = missing(&wanted)?;
    if !makes_environments() {
        missing.push("python3-venv");
    }
    if missing.is_empty() {
        println!("system packages: all there");
        return Ok(());
    }
    println!("system packages to install: {}", missing.join(" "));
    as_root()?.args(["apt-get", "update", "-qq"]).run()?;
    let install = ["apt-get", "install", "-qq", "--yes", "--no-install-recommends"];
    as_root()?.args(install).args(missing).run()
}

/// Installs the npm packages of `project` when its lock file is another one than last time.
pub fn npm(project: &Path) -> Result<()> {
    let lock = fs::read(project.join("package-lock.json"))
        .with_context(|| format!("{} has no package-lock.json", project.display()))?;
    let installed = project.join("node_modules/.installed-package-lock.json");
    if fs::read(&installed).is_ok_and(|then| then == lock) {
        println!("npm packages of {}: up to date", project.display());
        return Ok(());
    }
    ensure!(Tool::npm().arg("--version").works(), "npm is missing: install Node.js 20.19 or newer");
    println!("installing the npm packages of {}", project.display());
    let clean = Tool::npm().args(["ci", "--no-audit", "--no-fund"]).within(project).answer()?;
    if !clean.succeeded {
        ensure!(lacks_only_other_systems(&clean.stderr), "`npm ci` failed\n{}", clean.stderr);
        // The same versions, and whatever else this machine can have.
        Tool::npm().args(["install", "--no-save", "--no-audit", "--no-fund"]).within(project).run()?;
    }
    fs::write(installed, lock)?;
    Ok(())
}

/// Installs the Socket.IO servers and clients of the interop tests: those from npm, and those from `PyPI`, each
/// generation in a virtual environment of its own below the target folder.
pub fn interop() -> Result<()> {
    let servers = repository::interop_servers();
    npm(&servers)?;
    for generation in ["socketio-4", "socketio-5"] {
        let requirements = servers.join("python").join(format!("{generation}.txt"));
        python(&requirements, &repository::target()?.join("interop-python").join(generation))?;
    }
    Ok(())
}

/// Is there a Python, from wherever, that can make virtual environments?
fn makes_environments() -> bool {
    Tool::new(PYTHON).args(["-c", "import ensurepip, venv"]).works()
}

/// Makes the virtual environment anew when its requirements are others than last time.
fn python(requirements: &Path, environment: &Path) -> Result<()> {
    let wanted = fs::read(requirements).with_context(|| format!("cannot read {}", requirements.display()))?;
    let installed = environment.join("installed.txt");
    if fs::read(&installed).is_ok_and(|then| then == wanted) {
        println!("Python packages of {}: up to date", requirements.display());
        return Ok(());
    }
    ensure!(makes_environments(), "Python 3 with venv is missing: install it");
    println!("installing the Python packages of {}", requirements.display());
    Tool::new(PYTHON).args(["-m", "venv", "--clear"]).arg(environment).run()?;
    let own = environment.join(if cfg!(windows) { "Scripts/python.exe" } else { "bin/python" });
    let own = own.to_str().context("the target folder has a name that is not text")?;
    let install = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--requirement"];
    Tool::new(own).args(install).arg(requirements).run()?;
    fs::write(installed, wanted)?;
    Ok(())
}

/// Does `npm ci` refuse the lock file for no other reason than that packages are missing of which the registry knows no
/// version? Some registries do not serve the binaries of other systems, so a lock file written there does not list them.
fn lacks_only_other_systems(complaints: &str) -> bool {
    let complaints: Vec<&str> = complaints
        .lines()
        .filter_map(|line| line.strip_prefix("npm error").map(str::trim))
        .filter(|line| line.starts_with("Missing: ") || line.starts_with("Invalid: "))
        .collect();
    !complaints.is_empty()
        && complaints.iter().all(|line| line.starts_with("Missing: ") && line.ends_with("@ from lock file"))
}

/// Which of these packages dpkg does not know as installed.
fn missing<'a>(wanted: &[&'a str]) -> Result<Vec<&'a str>> {
    // An unknown package makes dpkg-query fail, yet it still lists the others.
    let answer = Tool::new("dpkg-query").args(["--show", "--showformat=${Package} ${db:Status-Status}\n"]).args(wanted);
    let listed = answer.answer()?.stdout;
    Ok(not_installed(wanted, &listed))
}

fn not_installed<'a>(wanted: &[&'a str], listed: &str) -> Vec<&'a str> {
    let installed = |package: &str| listed.lines().any(|line| line.split_once(' ') == Some((package, "installed")));
    wanted.iter().copied().filter(|package| !installed(package)).collect()
}

/// `env` as root, with apt told not to ask questions: directly when we are root, else through sudo.
pub fn as_root() -> Result<Tool> {
    let is_root = Tool::new("id").arg("--user").answer()?.stdout.trim() == "0";
    if is_root {
        return Ok(Tool::new("env").arg("DEBIAN_FRONTEND=noninteractive"));
    }
    ensure!(
        Tool::new("sudo").arg("--version").works(),
        "the packages above have to be installed by root, and there is no sudo on this machine"
    );
    Ok(Tool::new("sudo").args(["env", "DEBIAN_FRONTEND=noninteractive"]).may_ask())
}

fn is_debian() -> bool {
    let release = fs::read_to_string("/etc/os-release").unwrap_or_default();
    names_debian(&release) && Tool::new("apt-get").arg("--version").works()
}

fn names_debian(os_release: &str) -> bool {
    os_release
        .lines()
        .filter_map(|line| line.strip_prefix("ID=").or_else(|| line.strip_prefix("ID_LIKE=")))
        .flat_map(|ids| ids.trim_matches('"').split_whitespace())
        .any(|id| id == "debian" || id == "ubuntu")
}

fn elsewhere() -> String {
    let needs = if cfg!(windows) {
        "the Microsoft C++ Build Tools and the WebView2 runtime (part of Windows 11)"
    } else if cfg!(target_os = "macos") {
        "the Xcode command line tools (`xcode-select --install`)"
    } else {
        "the development packages of WebKitGTK 4.1, libxdo, OpenSSL, Ayatana AppIndicator, librsvg and D-Bus, and \
         pkg-config; for the window tests also Xvfb, WebKitWebDriver, D-Bus, gnome-keyring and Noto fonts"
    };
    format!("Tauri needs {needs}.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_package_that_was_removed_or_never_known_is_missing() {
        let listed = "dbus installed\nxvfb config-files\n";
        assert_eq!(not_installed(&["dbus", "xvfb", "webkit2gtk-driver"], listed), ["xvfb", "webkit2gtk-driver"]);
    }

    #[test]
    fn a_lock_file_without_the_binaries_of_other_systems_will_do_and_a_stale_one_will_not() {
        let other_systems =
            "npm error code EUSAGE\nnpm error\nnpm error Missing: @biomejs/cli-win32-x64@ from lock file\n";
        assert!(lacks_only_other_systems(other_systems));
        assert!(!lacks_only_other_systems(&format!("{other_systems}npm error Missing: react@19.3.1 from lock file\n")));
        assert!(!lacks_only_other_systems(&format!(
            "{other_systems}npm error Invalid: lock file's vite@8.0.0 does not satisfy vite@8.3.8\n"
        )));
        assert!(!lacks_only_other_systems("npm error code ECONNREFUSED\n"));
    }

    #[test]
    fn debian_and_its_descendants_are_recognised() {
        assert!(names_debian("NAME=\"Debian GNU/Linux\"\nID=debian\n"));
        assert!(names_debian("ID=linuxmint\nID_LIKE=\"ubuntu debian\"\n"));
        assert!(!names_debian("ID=fedora\nVARIANT_ID=workstation\n"));
    }
}
