//! Mails, each a file of its own in a folder, from where a mail server takes them.
//!
//! It may import `models`, `events`, `error` and `text`.

use crate::error::Error;
use crate::events::Event;
use lettre::message::{Mailbox, Message};
use lettre::{FileTransport, Transport};
use model_core::Signal;
use std::fs;
use std::path::{Path, PathBuf};

/// Who the mails are from.
const FROM: &str = "The Newsroom <desk@newsroom.example>";

/// Connects a folder that gets a file for each mail. `base` is the address of the site, for the links in them.
pub fn folder(signal: &mut Signal<Event>, path: PathBuf, base: String) {
    signal.connect(move |event, ()| {
        let Some(mail) = mail(event, &base) else { return Ok(()) };
        sent(&path, mail).map_err(|why| model_core::Error::refused("mail", Error::file(&path, why).line()))
    });
}

/// A mail: to whom, about what, and what it says.
struct Mail<'e> {
    to: &'e str,
    subject: &'static str,
    text: String,
}

/// The mail about an event; none where nobody is told.
fn mail<'e>(event: &'e Event, base: &str) -> Option<Mail<'e>> {
    Some(match event {
        Event::SignedUp { email, token } => {
            let link = [("email", email.as_str()), ("token", token.reveal())];
            let link = serde_html_form::to_string(link).unwrap_or_default();
            let text = format!(
                "Welcome to the newsroom.\n\nThis confirms that the address is yours:\n\n{base}/confirm?{link}\n\nIf \
                 you did not sign up, do nothing.\n"
            );
            Mail { to: email, subject: "Confirm your address", text }
        }
        Event::SignedUpAgain { email } => {
            let text = format!(
                "Somebody has tried to sign up with this address, which has an account already.\n\nIf it was you, sign \
                 in instead: {base}/sign-in\n"
            );
            Mail { to: email, subject: "You have an account", text }
        }
        Event::Commented { email, title, reader } => {
            let text =
                format!("{reader} has commented on “{title}”.\n\nThe desk decides about it: {base}/desk/comments/\n");
            Mail { to: email, subject: "A comment on your article", text }
        }
        Event::Placed { .. } => return None,
    })
}

/// Writes a mail into the folder, which is made if it is not there.
fn sent(folder: &Path, mail: Mail<'_>) -> Result<(), String> {
    let words = |error: &dyn std::error::Error| error.to_string();
    let mailbox = |text: &str| text.parse::<Mailbox>().map_err(|error| words(&error));
    let message = Message::builder().from(mailbox(FROM)?).to(mailbox(mail.to)?).subject(mail.subject);
    let message = message.body(mail.text).map_err(|error| words(&error))?;
    fs::create_dir_all(folder).map_err(|error| words(&error))?;
    FileTransport::new(folder).send(&message).map(drop).map_err(|error| words(&error))
}
