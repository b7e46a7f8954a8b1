//! What a first start of the web application puts into an empty database: articles, comments, and somebody for each
//! role who can log in.

use super::articles::publish;
use super::tags::{self, Change};
use super::{comments, password, shop, tokens};
use crate::db::{self, Conn};
use crate::error::Result;
use crate::models::{
    Account, AccountRole, Article, Author, NewAccount, NewArticle, NewAuthor, PendingComment, Verdict,
};
use diesel::prelude::*;
use model_core::clock;
use model_core::prelude::*;
use uuid::Uuid;

/// How long the token of the demo can be used, in days.
const DAYS: u32 = 30;

/// Who can log in.
#[derive(Debug, Clone)]
pub struct LogIn {
    /// The role.
    pub role: AccountRole,
    /// The address.
    pub email: String,
    /// The password, which is stored nowhere else.
    pub password: String,
}

/// What was put in.
#[derive(Debug, Clone)]
pub struct Demo {
    /// Who can log in.
    pub people: Vec<LogIn>,
    /// A token of the editor for the API.
    pub editor: String,
    /// A token of a reader for the API.
    pub reader: String,
}

const PEOPLE: [(AccountRole, &str, &str); 5] = [
    (AccountRole::Reporter, "rosa", "Rosa Lind"),
    (AccountRole::Editor, "emil", "Emil Okafor"),
    (AccountRole::Chief, "chiara", "Chiara Ricci"),
    (AccountRole::Auditor, "anton", "Anton Weiss"),
    (AccountRole::Reader, "grace", "Grace"),
];

/// A headline, the sentence below it, a tag, and whether it is published.
const ARTICLES: [(&str, &str, &str, bool); 12] = [
    ("Storm warning for the north coast", "Gusts of 120 km/h are expected from Friday noon.", "weather", true),
    (
        "Ferry strike enters its second week",
        "Talks broke off on Tuesday. Islanders have begun to share boats.",
        "harbour",
        true,
    ),
    ("Council votes on the harbour bridge", "Twelve to eleven: the old bridge stays.", "harbour", true),
    ("The wettest March since 1947", "A quiet record, measured in a garden behind the school.", "weather", true),
    (
        "How the lighthouse got its keeper back",
        "She answered an advertisement that was meant as a joke.",
        "harbour",
        true,
    ),
    ("Schools to test four-day weeks", "Three schools begin after Easter.", "schools", true),
    ("Salmon return to the upper river", "For the first time in forty years, counted by hand.", "nature", true),
    ("What the tide tables leave out", "An explainer, with a pencil.", "nature", true),
    ("We should talk about the tram", "An opinion.", "traffic", false),
    ("Local chess club beats the capital", "Eight boards, six and a half points.", "sports", true),
    ("The last bakery on Mill Street", "An interview at four in the morning.", "people", false),
    ("Night buses from June", "Every hour, and a taxi for the rest of the way.", "traffic", false),
];

const REMARKS: [(&str, &str, Verdict); 6] = [
    ("Bo", "I read this twice. Thank you.", Verdict::Approved),
    ("Cy", "My grandmother remembers the one of 1947.", Verdict::Approved),
    ("Casino4You", "Win big today!!!", Verdict::Rejected),
    ("Di", "Is there a map of it?", Verdict::Pending),
    ("Eli", "The second paragraph has the wrong date.", Verdict::Pending),
    ("Fay", "More of this, please.", Verdict::Approved),
];

fn body(standfirst: &str, round: usize) -> String {
    let more = [
        "Nobody whom we asked had expected it. Those who had did not want to say so.",
        "The numbers are from the town hall, which counts on *Mondays*. We counted again on Thursday.",
        "> It was always going to be a long winter, said a neighbour.",
    ];
    format!(
        "{standfirst} That is what everybody agrees on.\n\n{}\n\n## What happens next\n\n- The committee meets on \
         Wednesday.\n- The doors open at **seven**.\n- Questions go to the [town hall](https://example.org/).\n",
        more[round % more.len()]
    )
}

/// Puts the demo into a database without articles and accounts; none if there are any.
///
/// # Errors
/// Database errors. Then nothing has been inserted.
pub fn fill(conn: &mut Conn, request: &str) -> Result<Option<Demo>> {
    let articles: i64 = Article::objects().with_deleted().count().get_result(conn)?;
    let accounts: i64 = Account::objects().with_deleted().count().get_result(conn)?;
    if articles + accounts > 0 {
        return Ok(None);
    }
    let word = || Uuid::new_v4().simple().to_string()[..12].to_owned();
    let passwords: Vec<(String, crate::models::Secret)> = PEOPLE
        .iter()
        .map(|_| word())
        .map(|text| password::hash(&text).map(|hash| (text, hash)))
        .collect::<Result<_>>()?;
    db::transaction(conn, |conn| {
        let system = Actor::system().request(request);
        let (mut people, mut accounts, mut authors) = (Vec::new(), Vec::new(), Vec::new());
        for ((role, handle, name), (password, hash)) in PEOPLE.into_iter().zip(passwords) {
            let email = format!("{handle}@newsroom.example");
            let author = match role {
                AccountRole::Reader => None,
                _ => {
                    let new = NewAuthor::builder().handle(handle).name(name).email(&*email).build();
                    Some(Author::create(new).by(&system).run(conn)?)
                }
            };
            let new = NewAccount::builder().email(&*email).password(hash).name(name.to_owned()).role(role);
            let new = new.author_id(author.as_ref().map(|author| author.id)).verified_at(clock::now());
            accounts.push(Account::create(new.build()).by(&system).run(conn)?);
            authors.extend(author);
            people.push(LogIn { role, email, password });
        }
        let (reporter, editor) = (&authors[0], &authors[1]);
        write(conn, [reporter, editor], request)?;
        for (name, cents, stock) in [("mug", 1_250, 40), ("print", 500, 25), ("tote bag", 900, 12)] {
            drop(shop::stock(conn, name, cents, stock, &system)?);
        }
        let token = |conn: &mut Conn, account: &Account| tokens::issue(conn, account, "demo", DAYS, &system);
        let (editor, reader) = (token(conn, &accounts[1])?, token(conn, &accounts[4])?);
        Ok(Some(Demo { people, editor, reader }))
    })
}

fn write(conn: &mut Conn, [reporter, editor]: [&Author; 2], request: &str) -> Result<()> {
    let (by_reporter, by_editor) = (Actor::user(reporter.id).request(request), Actor::user(editor.id).request(request));
    for (round, (title, standfirst, tag, published)) in ARTICLES.into_iter().enumerate() {
        let (author, by) = if round % 3 == 2 { (editor, &by_editor) } else { (reporter, &by_reporter) };
        let new = NewArticle::builder().title(title).standfirst(standfirst.to_owned()).body(body(standfirst, round));
        let article = Article::create(new.author_id(author.id).build()).by(by).run(conn)?;
        tags::change(conn, article.id, Change::Set, &[tag.to_owned(), "town".to_owned()], by)?;
        if !published {
            continue;
        }
        publish(conn, article.id, &by_editor)?.into_result()?;
        for (place, (reader, text, verdict)) in REMARKS.into_iter().enumerate() {
            if (round + place) % 3 != 0 {
                continue;
            }
            let from = Actor::anonymous().request(request);
            let comment = comments::post(conn, article.id, reader, text, &from)?;
            if let (true, Ok(pending)) = (verdict != Verdict::Pending, PendingComment::try_from(comment)) {
                comments::decide(conn, &pending, verdict, &by_editor)?;
            }
        }
    }
    Ok(())
}
