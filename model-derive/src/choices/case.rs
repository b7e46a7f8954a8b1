//! The words in the name of a variant.

/// `InReview` is stored as `in_review`.
pub(super) fn snake_case(name: &str) -> String {
    let words: Vec<_> = words(name).iter().map(|word| word.to_lowercase()).collect();
    words.join("_")
}

/// `InReview` is read as "In review".
pub(super) fn sentence(name: &str) -> String {
    // `IN_REVIEW` is a style and not an acronym.
    let shouted = !name.chars().any(char::is_lowercase);
    let words: Vec<_> = words(name)
        .into_iter()
        .map(|word| if is_acronym(&word) && !shouted { word } else { word.to_lowercase() })
        .collect();
    let sentence = words.join(" ");
    let mut chars = sentence.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

fn is_acronym(word: &str) -> bool {
    word.chars().count() > 1 && word.chars().all(|char| char.is_uppercase() || char.is_numeric())
}

/// Splits at underscores, before a capital that follows a small letter or a digit, and before the last capital of
/// several.
fn words(name: &str) -> Vec<String> {
    let chars: Vec<char> = name.chars().collect();
    let mut words: Vec<String> = Vec::new();
    let mut starts_word = true;
    for (at, char) in chars.iter().enumerate() {
        if *char == '_' {
            starts_word = true;
            continue;
        }
        let previous = at.checked_sub(1).map(|at| chars[at]);
        let after_small = previous.is_some_and(|previous| previous.is_lowercase() || previous.is_numeric());
        let after_capital = previous.is_some_and(char::is_uppercase);
        let before_small = chars.get(at + 1).is_some_and(|next| next.is_lowercase());
        starts_word |= char.is_uppercase() && (after_small || (after_capital && before_small));
        match words.last_mut() {
            Some(word) if !starts_word => word.push(*char),
            _ => words.push(char.to_string()),
        }
        starts_word = false;
    }
    if words.is_empty() {
        // A name of underscores only is a legal one.
        words.push(name.to_owned());
    }
    words
}

#[cfg(test)]
mod tests {
    use super::{sentence, snake_case};

    #[test]
    fn names_become_values_and_labels() {
        let cases = [
            ("Draft", "draft", "Draft"),
            ("InReview", "in_review", "In review"),
            ("HTTPError", "http_error", "HTTP error"),
            ("V2Beta", "v2_beta", "V2 beta"),
            ("IN_REVIEW", "in_review", "In review"),
            ("A", "a", "A"),
            ("ÉtatÉlevé", "état_élevé", "État élevé"),
            ("__", "__", "__"),
        ];
        for (name, value, label) in cases {
            assert_eq!((snake_case(name).as_str(), sentence(name).as_str()), (value, label), "{name}");
        }
    }
}
