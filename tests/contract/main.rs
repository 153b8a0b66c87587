//! The examples of the API document, word for word in `golden/`, through the crate's public face: what it shows as sent is what
//! we send, and what it shows as answered reaches the caller with nothing lost.

mod answers;
mod requests;
mod server;

/// An example of the API document.
macro_rules! golden {
    ($name:literal) => {
        include_str!(concat!("golden/", $name, ".json"))
    };
}
pub(crate) use golden;
