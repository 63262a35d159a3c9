//! The git platform on which content is edited.

use serde_json::{Value, json};

/// A kind of git platform.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Platform {
    /// GitLab, as openCode runs it.
    GitLab,
    /// GitHub.
    GitHub,
    /// Gitea and Forgejo.
    Gitea,
    /// None: changes stay in the browser.
    Test,
}

impl Platform {
    /// The word for each, as the command line has it.
    pub const ALL: &'static [(&'static str, Self)] =
        &[("gitea", Self::Gitea), ("github", Self::GitHub), ("gitlab", Self::GitLab), ("test", Self::Test)];

    /// Where it usually runs.
    fn home(self) -> &'static str {
        match self {
            Self::GitLab => "https://gitlab.opencode.de",
            Self::GitHub => "https://github.com",
            Self::Gitea => "https://codeberg.org",
            Self::Test => "",
        }
    }
}

/// Where content is edited.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Backend {
    /// What kind of platform.
    pub platform: Platform,
    /// The repository, `OWNER/NAME`.
    pub repository: String,
    /// The branch that is changed.
    pub branch: String,
    /// The platform's address without `/` at its end; where it usually runs without it.
    pub address: Option<String>,
    /// The id under which the platform knows the page, to sign in; without it people sign in with an access token.
    pub application: Option<String>,
}

impl Backend {
    fn address(&self) -> &str {
        self.address.as_deref().unwrap_or_else(|| self.platform.home())
    }

    /// What stands under `backend`.
    pub(super) fn configuration(&self) -> Value {
        let mut told = match self.platform {
            Platform::Test => return json!({"name": "test-repo"}),
            Platform::GitLab => json!({"name": "gitlab"}),
            Platform::GitHub => json!({"name": "github"}),
            Platform::Gitea => json!({"name": "gitea"}),
        };
        told["repo"] = json!(self.repository);
        told["branch"] = json!(self.branch);
        if self.platform != Platform::GitHub {
            told["base_url"] = json!(self.address());
        }
        for (key, path) in self.interfaces() {
            told[key] = json!(path);
        }
        match &self.application {
            // GitHub would want a service of one's own beside the page.
            Some(id) if self.platform != Platform::GitHub => {
                // Gitea knows no other way, and has no word for it.
                if self.platform == Platform::GitLab {
                    told["auth_type"] = json!("pkce");
                }
                told["app_id"] = json!(id);
            }
            _ => told["auth_methods"] = json!(["token"]),
        }
        told
    }

    /// The addresses of the platform's interfaces, by their keys.
    fn interfaces(&self) -> Vec<(&'static str, String)> {
        let address = self.address();
        match self.platform {
            Platform::Test => Vec::new(),
            Platform::GitHub if self.address.is_none() => {
                vec![("api_root", "https://api.github.com".to_owned())]
            }
            Platform::GitHub => {
                vec![("api_root", format!("{address}/api/v3")), ("graphql_api_root", format!("{address}/api/graphql"))]
            }
            Platform::GitLab => {
                vec![("api_root", format!("{address}/api/v4")), ("graphql_api_root", format!("{address}/api/graphql"))]
            }
            Platform::Gitea => vec![("api_root", format!("{address}/api/v1"))],
        }
    }

    /// The origins that the page speaks to, for its policy, each behind a blank.
    pub(super) fn addresses(&self) -> String {
        let mut origins: Vec<String> =
            self.interfaces().iter().map(|(_, address)| origin(address).to_owned()).collect();
        origins.dedup();
        origins.iter().map(|origin| format!(" {origin}")).collect()
    }
}

/// Scheme and host of an address.
fn origin(address: &str) -> &str {
    let host = address.find("://").map_or(0, |at| at + 3);
    address.get(host..).and_then(|rest| rest.find('/')).map_or(address, |end| &address[..host + end])
}
