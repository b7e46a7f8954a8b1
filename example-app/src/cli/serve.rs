//! The web application.

use clap::Args;
use std::path::PathBuf;

/// Where the web application listens.
#[derive(Debug, Args)]
pub struct ServeArgs {
    /// The port. With 0, the system chooses a free port.
    #[arg(long, default_value_t = 8080)]
    pub port: u16,
    /// The address to listen on. The default can be reached only from this machine.
    #[arg(long, default_value = "127.0.0.1", value_name = "ADDRESS")]
    pub host: String,
    /// The folder that gets a file for each mail.
    #[arg(long, default_value = "newsroom-mail", value_name = "FOLDER")]
    pub mail: PathBuf,
    /// The folder of uploaded pictures.
    #[arg(long, default_value = "newsroom-pictures", value_name = "FOLDER")]
    pub pictures: PathBuf,
    /// The address of the site in mails. The default is the address to listen on.
    #[arg(long, value_name = "URL")]
    pub base: Option<String>,
    /// Do not fill an empty database with demo data and log-ins.
    #[arg(long)]
    pub empty: bool,
}
