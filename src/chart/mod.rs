//! Charts: plain series in, SVG out.
//!
//! One file per chart. Each has an input struct that holds everything the chart shows, words and printed numbers
//! included, and one function `render` that gives the SVG, or `None` where there is nothing that this chart could
//! show. A chart knows nothing of the content model, of disk, clock and language; the same input gives the same bytes.
//!
//! Adding a chart: a file, a `mod` line, an entry in [`CHARTS`].

pub mod course;
pub mod courses;
pub mod fulfilment;
pub mod heatmap;
pub mod parallel;
pub mod profile;
pub mod radar;
pub mod roadmap;
pub mod trend;

/// A chart as the tests and the documentation see it.
#[derive(Debug, Clone, Copy)]
pub struct Chart {
    /// The name of its file.
    pub name: &'static str,
    /// What it shows, in one sentence.
    pub description: &'static str,
    /// The SVG (or several of them) of a typical input.
    pub sample: fn() -> String,
}

/// All charts, by name.
pub const CHARTS: &[Chart] = &[
    Chart {
        name: "course",
        description: "A level over time as steps: the past, the as-of line, and four scenarios of what is to come.",
        sample: course::sample,
    },
    Chart {
        name: "courses",
        description: "Small step charts side by side, with the same days and levels: one per dimension or unit.",
        sample: courses::sample,
    },
    Chart {
        name: "fulfilment",
        description: "Horizontal bars of the fulfilment per dimension, from 0 to 100 percent.",
        sample: fulfilment::sample,
    },
    Chart {
        name: "heatmap",
        description: "A cell for every dimension and level, with how far it is.",
        sample: heatmap::sample,
    },
    Chart {
        name: "parallel",
        description: "Columns of how many projects run in parallel, month by month.",
        sample: parallel::sample,
    },
    Chart {
        name: "profile",
        description: "The maturity profile: a row of salt crystals per dimension, one for each level.",
        sample: profile::sample,
    },
    Chart { name: "radar", description: "Levels of all dimensions as a polygon over rings.", sample: radar::sample },
    Chart {
        name: "roadmap",
        description: "Projects as bars in time, with first plans, milestones and the as-of line.",
        sample: roadmap::sample,
    },
    Chart {
        name: "trend",
        description: "The milestone trend: planned days over the days of reports, with equal scales and the diagonal.",
        sample: trend::sample,
    },
];

#[cfg(test)]
mod tests {
    use super::CHARTS;

    /// The names of the elements, or the first thing that is not well-formed.
    fn well_formed(svg: &str) -> Result<Vec<String>, String> {
        let mut open: Vec<String> = Vec::new();
        let mut seen = Vec::new();
        let mut rest = svg;
        while let Some(start) = rest.find('<') {
            check_text(&rest[..start])?;
            let end = rest[start..].find('>').ok_or("tag without end")? + start;
            let tag = &rest[start + 1..end];
            rest = &rest[end + 1..];
            if let Some(name) = tag.strip_prefix('/') {
                let expected = open.pop();
                if expected.as_deref() != Some(name) {
                    return Err(format!("</{name}> closes {expected:?}"));
                }
                continue;
            }
            let name = tag.split([' ', '/']).next().unwrap_or_default().to_owned();
            check_attributes(tag)?;
            if !tag.ends_with('/') {
                open.push(name.clone());
            }
            seen.push(name);
        }
        check_text(rest)?;
        if open.is_empty() { Ok(seen) } else { Err(format!("never closed: {open:?}")) }
    }

    fn check_text(text: &str) -> Result<(), String> {
        for part in text.split('&').skip(1) {
            if !["amp;", "lt;", "gt;", "quot;", "#39;"].iter().any(|entity| part.starts_with(entity)) {
                return Err(format!("bare & before {part:?}"));
            }
        }
        if text.contains('>') { Err(format!("bare > in {text:?}")) } else { Ok(()) }
    }

    fn check_attributes(tag: &str) -> Result<(), String> {
        let parts: Vec<&str> = tag.trim_end_matches('/').split('"').collect();
        let mut names: Vec<&str> = Vec::new();
        for pair in parts.chunks(2).filter(|pair| pair.len() == 2) {
            check_text(pair[1])?;
            let name = pair[0].rsplit(' ').next().unwrap_or_default();
            if !name.ends_with('=') || names.contains(&name) {
                return Err(format!("attribute {name:?} in <{tag}>"));
            }
            names.push(name);
        }
        if parts.len() % 2 == 1 { Ok(()) } else { Err(format!("odd quotes in <{tag}>")) }
    }

    fn values<'a>(svg: &'a str, attribute: &str) -> Vec<&'a str> {
        let key = format!(" {attribute}=\"");
        svg.split(&key).skip(1).filter_map(|part| part.split('"').next()).collect()
    }

    #[test]
    fn the_registry_is_sorted_unique_and_described() {
        assert!(CHARTS.windows(2).all(|pair| pair[0].name < pair[1].name));
        assert!(CHARTS.iter().all(|chart| chart.description.ends_with('.') && chart.description.len() > 20));
    }

    #[test]
    fn samples_are_well_formed_and_told_in_words() {
        for chart in CHARTS {
            let svg = (chart.sample)();
            let names = well_formed(&svg).unwrap_or_else(|error| panic!("{}: {error}", chart.name));
            let count = |name: &str| names.iter().filter(|n| *n == name).count();
            assert!(count("svg") >= 1 && count("desc") == count("svg"), "{}", chart.name);
            assert!(svg.contains("<title id="), "{}", chart.name);
            assert!(
                !svg.contains("></desc>") && !svg.contains("></title>") && svg.contains("role=\""),
                "{}",
                chart.name
            );
        }
    }

    #[test]
    fn samples_have_classes_instead_of_colours_and_styles() {
        for chart in CHARTS {
            let svg = (chart.sample)();
            assert!(!svg.contains("style="), "{}", chart.name);
            assert!(!svg.contains("rgb(") && !svg.contains(" stroke=\""), "{}", chart.name);
            assert!(values(&svg, "fill").iter().all(|v| *v == "none" || v.starts_with("url(#")), "{}", chart.name);
            assert!(!svg.contains("class=\"\"") && !svg.contains("class=\" "), "{}", chart.name);
        }
    }

    #[test]
    fn samples_have_short_numbers_and_unique_ids() {
        for chart in CHARTS {
            let svg = (chart.sample)();
            for name in ["x", "y", "width", "height", "x1", "y1", "x2", "y2", "cx", "cy", "r", "points", "viewBox"] {
                for number in values(&svg, name).iter().flat_map(|v| v.split([' ', ','])) {
                    let decimals = number.split_once('.').map_or("", |(_, decimals)| decimals);
                    assert!(decimals.len() <= 2 && !decimals.ends_with('0'), "{}: {number}", chart.name);
                    assert!(number.parse::<f64>().is_ok() && number != "-0", "{}: {number}", chart.name);
                }
            }
            let mut ids = values(&svg, "id");
            let all = ids.len();
            ids.sort_unstable();
            ids.dedup();
            assert_eq!(ids.len(), all, "{}", chart.name);
        }
    }

    #[test]
    fn samples_are_the_same_every_time() {
        for chart in CHARTS {
            assert_eq!((chart.sample)(), (chart.sample)(), "{}", chart.name);
        }
    }
}
