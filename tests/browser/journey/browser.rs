//! A browser on a newsroom, and how its pages are looked at.

use crate::newsroom::{Done, Newsroom};
use base64::Engine as _;
use fantoccini::elements::Element;
use fantoccini::wd::WebDriverCompatibleCommand;
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use std::{env, fs};

const AXE: &str = include_str!("../axe/axe.min.js");

/// Runs the checks, and tells what each finding is about.
const RUN_AXE: &str = "const done = arguments[0];
    axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })
        .then(found => done(found.violations.map(one => one.id + ' (' + one.impact + '): ' + one.nodes.slice(0, 3)
            .map(node => node.target.join(' ') + ': ' + (node.any[0]?.message ?? node.all[0]?.message ?? ''))
            .join('; '))))";

/// How long an element may take to appear.
const PATIENCE: Duration = Duration::from_secs(10);

/// The width of a screen, and of a phone.
const SCREEN: u32 = 1280;
const PHONE: u32 = 390;
/// The width at which no page may need to be moved sideways.
const NARROWEST: u32 = 320;

/// A command that only Chromium knows.
#[derive(Debug)]
struct Chrome {
    path: &'static str,
    body: Value,
}

impl WebDriverCompatibleCommand for Chrome {
    fn endpoint(&self, base: &url::Url, session: Option<&str>) -> Result<url::Url, url::ParseError> {
        base.join(&format!("session/{}/{}", session.unwrap_or_default(), self.path))
    }

    fn method_and_body(&self, _: &url::Url) -> (http::Method, Option<String>) {
        (http::Method::POST, Some(self.body.to_string()))
    }
}

/// Whether pages may run scripts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scripts {
    On,
    Off,
}

/// A browser with a newsroom.
#[derive(Debug)]
pub(crate) struct Browser {
    pub(crate) client: Client,
    pub(crate) newsroom: Newsroom,
    scripts: Scripts,
    /// Where screenshots go; none where they are not wanted.
    shots: Option<PathBuf>,
    looked_at: RefCell<BTreeSet<String>>,
}

impl Browser {
    /// Opens a browser on a new newsroom. `CHROMEDRIVER` is the address of the driver, and `SCREENSHOTS` a folder.
    pub(crate) async fn open(scripts: Scripts) -> Done<Self> {
        let newsroom = Newsroom::open()?;
        let driver = env::var("CHROMEDRIVER").unwrap_or_else(|_| "http://127.0.0.1:9515".to_owned());
        let mut options = json!({
            "args": ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
                "--window-size=1280,900", "--hide-scrollbars"],
        });
        if scripts == Scripts::Off {
            options["prefs"] = json!({ "profile.managed_default_content_settings.javascript": 2 });
        }
        let capabilities = json!({ "goog:chromeOptions": options, "goog:loggingPrefs": { "browser": "ALL" } });
        let capabilities = serde_json::from_value(capabilities)?;
        let client = ClientBuilder::new(HttpConnector::new()).capabilities(capabilities).connect(&driver).await;
        let client = client.map_err(|error| format!("no browser at {driver}: {error}"))?;
        let shots = env::var_os("SCREENSHOTS").map(PathBuf::from);
        if let Some(folder) = &shots {
            fs::create_dir_all(folder)?;
        }
        let browser = Self { client, newsroom, scripts, shots, looked_at: RefCell::default() };
        browser.wide(SCREEN).await?;
        Ok(browser)
    }

    async fn chrome(&self, path: &'static str, body: Value) -> Done<Value> {
        Ok(self.client.issue_cmd(Chrome { path, body }).await?)
    }

    async fn cdp(&self, command: &str, parameters: Value) -> Done<Value> {
        self.chrome("goog/cdp/execute", json!({ "cmd": command, "params": parameters })).await
    }

    pub(crate) async fn wide(&self, width: u32) -> Done {
        let height = if width < 500 { 844 } else { 900 };
        let size = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        self.cdp("Emulation.setDeviceMetricsOverride", size).await.map(drop)
    }

    async fn dark(&self, dark: bool) -> Done {
        let scheme = if dark { "dark" } else { "light" };
        // Colours that fade into each other would be seen halfway.
        let features = [("prefers-color-scheme", scheme), ("prefers-reduced-motion", "reduce")];
        let features = features.map(|(name, value)| json!({ "name": name, "value": value }));
        self.cdp("Emulation.setEmulatedMedia", json!({ "features": features })).await.map(drop)
    }

    /// The page at an address of the newsroom.
    pub(crate) async fn go(&self, path: &str) -> Done {
        Ok(self.client.goto(&format!("http://{}{path}", self.newsroom.host)).await?)
    }

    /// The path and the query of the page.
    pub(crate) async fn here(&self) -> Done<String> {
        let url = self.client.current_url().await?;
        Ok(url.query().map_or_else(|| url.path().to_owned(), |query| format!("{}?{query}", url.path())))
    }

    pub(crate) async fn element(&self, css: &str) -> Done<Element> {
        let found = self.client.wait().at_most(PATIENCE).for_element(Locator::Css(css)).await;
        match found {
            Ok(element) => Ok(element),
            Err(error) => Err(format!("no `{css}` on {}: {error}", self.here().await?).into()),
        }
    }

    pub(crate) async fn count(&self, css: &str) -> Done<usize> {
        Ok(self.client.find_all(Locator::Css(css)).await?.len())
    }

    pub(crate) async fn text(&self, css: &str) -> Done<String> {
        Ok(self.element(css).await?.text().await?)
    }

    pub(crate) async fn value(&self, css: &str) -> Done<String> {
        Ok(self.element(css).await?.prop("value").await?.unwrap_or_default())
    }

    /// Waits until an element says something.
    pub(crate) async fn says(&self, css: &str, words: &str) -> Done {
        let start = Instant::now();
        loop {
            let said = match self.client.find(Locator::Css(css)).await {
                Ok(element) => element.text().await.unwrap_or_default(),
                Err(_) => String::new(),
            };
            if said.contains(words) {
                return Ok(());
            }
            if start.elapsed() > PATIENCE {
                return Err(format!("`{css}` on {} says {said:?} and not {words:?}", self.here().await?).into());
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    pub(crate) async fn click(&self, css: &str) -> Done {
        Ok(self.element(css).await?.click().await?)
    }

    /// Follows the link with this text.
    pub(crate) async fn link(&self, text: &str) -> Done {
        let found = self.client.wait().at_most(PATIENCE).for_element(Locator::LinkText(text)).await;
        let found = found.map_err(|error| format!("no link {text:?}: {error}"))?;
        Ok(found.click().await?)
    }

    /// Types a text in place of what a field holds.
    pub(crate) async fn fill(&self, css: &str, text: &str) -> Done {
        let field = self.element(css).await?;
        field.clear().await?;
        Ok(field.send_keys(text).await?)
    }

    /// Presses keys where the focus is.
    pub(crate) async fn press(&self, keys: &str) -> Done {
        Ok(self.client.active_element().await?.send_keys(keys).await?)
    }

    /// Logs in with a role of the demo, at the door of the desk.
    pub(crate) async fn log_in(&self, role: &str) -> Done {
        let (email, password) = self.newsroom.log_in_of(role)?;
        self.fill("#f-name", email).await?;
        self.fill("#f-password", password).await?;
        self.click("main .primary").await
    }

    /// Logs out, and in again with another role.
    pub(crate) async fn become_the(&self, role: &str) -> Done {
        self.click(".me form button").await?;
        self.element("#f-password").await?;
        self.go("/desk/").await?;
        self.log_in(role).await?;
        self.element(".me").await.map(drop)
    }

    async fn check(&self, name: &str, look: &str) -> Done {
        if self.scripts == Scripts::Off {
            return Ok(());
        }
        self.client.execute(AXE, Vec::new()).await?;
        let found = self.client.execute_async(RUN_AXE, Vec::new()).await?;
        match found.as_array().is_some_and(Vec::is_empty) {
            true => Ok(()),
            false => Err(format!("accessibility of {name}, {look}: {found:#}").into()),
        }
    }

    async fn shot(&self, name: &str, look: &str) -> Done {
        let Some(folder) = &self.shots else { return Ok(()) };
        let taken = self.cdp("Page.captureScreenshot", json!({ "captureBeyondViewport": true })).await?;
        let data = taken["data"].as_str().ok_or("a screenshot has data")?;
        let bytes = base64::engine::general_purpose::STANDARD.decode(data)?;
        Ok(fs::write(Path::new(folder).join(format!("{name}-{look}.png")), bytes)?)
    }

    async fn fits(&self, name: &str, width: u32) -> Done {
        if self.scripts == Scripts::Off {
            return Ok(());
        }
        let script = "return [document.documentElement.scrollWidth, innerWidth]";
        let found = self.client.execute(script, Vec::new()).await?;
        match (found[0].as_u64(), found[1].as_u64()) {
            (Some(page), Some(window)) if page <= window => Ok(()),
            _ => Err(format!("{name} is wider than a window of {width}: {found}").into()),
        }
    }

    /// Looks at a page once: its accessibility in light and dark, its width on a phone, and four screenshots.
    pub(crate) async fn look(&self, name: &str) -> Done {
        if !self.looked_at.borrow_mut().insert(name.to_owned()) {
            return Ok(());
        }
        for (width, size) in [(SCREEN, "screen"), (PHONE, "phone")] {
            self.wide(width).await?;
            for (dark, light) in [(false, "light"), (true, "dark")] {
                self.dark(dark).await?;
                self.shot(name, &format!("{size}-{light}")).await?;
                if width == SCREEN || dark {
                    self.check(name, &format!("{size}, {light}")).await?;
                }
            }
            self.fits(name, width).await?;
        }
        self.wide(NARROWEST).await?;
        self.fits(name, NARROWEST).await?;
        self.dark(false).await?;
        self.wide(SCREEN).await
    }

    /// What the browser complains about: scripts and styles that a policy refused, and errors. That pages are refused
    /// is what some steps want.
    pub(crate) async fn complaints(&self) -> Done<Vec<String>> {
        let entries = self.chrome("se/log", json!({ "type": "browser" })).await?;
        let said = |entry: &Value| entry["message"].as_str().unwrap_or_default().to_owned();
        let all = entries.as_array().map(|entries| entries.iter().map(said).collect::<Vec<_>>()).unwrap_or_default();
        Ok(all.into_iter().filter(|line| !line.contains("Failed to load resource")).collect())
    }

    /// Ends the browser; a journey that failed leaves a picture.
    pub(crate) async fn end(self, outcome: Done) -> Done {
        if outcome.is_err() {
            println!("at {}", self.here().await.unwrap_or_default());
            let text = self.text("body").await.unwrap_or_default();
            println!("{}", text.chars().take(2_000).collect::<String>());
            println!("{}", self.newsroom.log().unwrap_or_default());
            if let Err(error) = self.shot("failed", "here").await {
                println!("no screenshot: {error}");
            }
        }
        self.client.close().await?;
        outcome
    }
}
