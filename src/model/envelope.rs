//! The envelope around every error that the API answers.

use crate::schema::define::{held, kind, model, presence, rust_type};

model! {
    /// What went wrong, in the API's words.
    ///
    /// Source: “Error Handling”.
    record Failure {
        /// A stable code, such as `NOT_FOUND`.
        code "code": required [text]
        /// A description for people.
        message "message": required [text]
        /// Messages by field, on `VALIDATION_ERROR`.
        details "details": optional [any]
    }
}

model! {
    /// The body of every error answer.
    ///
    /// Source: “Error Handling”.
    record FailureBody {
        /// `false`.
        success "success": required [boolean]
        /// What went wrong.
        error "error": required [object Failure]
    }
}
