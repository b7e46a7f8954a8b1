//! The web application.

use clap::Args;

/// Where the web application listens.
#[derive(Debug, Args)]
pub struct ServeArgs {
    /// The port. With 0, the system chooses a free port.
    #[arg(long, default_value_t = 8080)]
    pub port: u16,
    /// The address to listen on. The default can be reached only from this machine.
    #[arg(long, default_value = "127.0.0.1", value_name = "ADDRESS")]
    pub host: String,
    /// Do not fill an empty database with demo data and log-ins.
    #[arg(long)]
    pub empty: bool,
}
