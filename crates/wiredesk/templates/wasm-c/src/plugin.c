// {{name}}: a plugin for wiredesk in C that labels the first word of every line. The contract is
// bindings/extractor.h, generated from wiredesk's extractor.wit; this file implements its two
// functions. What it returns is freed by the generated code, so strings have to be copies.

#include <stdlib.h>
#include <string.h>

#include "extractor.h"

// The types of the contract by shorter names.
typedef exports_wiredesk_extractor_guest_document_t document_t;
typedef exports_wiredesk_extractor_guest_outcome_t outcome_t;
typedef wiredesk_extractor_types_annotation_t annotation_t;
typedef wiredesk_extractor_types_list_annotation_t annotations_t;

// The only layer in the manifest's `provides`.
static const uint16_t FIRST_WORDS = 0;

static void *allocate(void *old, size_t size) {
    void *memory = realloc(old, size);
    if (!memory) {
        extractor_string_t message;
        extractor_string_set(&message, "no memory");
        wiredesk_extractor_log_write(WIREDESK_EXTRACTOR_LOG_LEVEL_ERROR, &message);
        abort(); // the daemon records the document as failed and makes a fresh instance
    }
    return memory;
}

// Appends an annotation of text[start, end), labelled with the text itself.
static void annotate(annotations_t *list, size_t *room, const document_t *document, size_t start, size_t end) {
    if (list->len == *room) {
        *room = *room ? *room * 2 : 16;
        list->ptr = allocate(list->ptr, *room * sizeof(annotation_t));
    }
    annotation_t *annotation = &list->ptr[list->len++];
    memset(annotation, 0, sizeof *annotation); // no value
    annotation->layer = FIRST_WORDS;
    annotation->start = (uint32_t)start;
    annotation->end = (uint32_t)end;
    annotation->label.len = end - start;
    annotation->label.ptr = memcpy(allocate(NULL, end - start), document->text.ptr + start, end - start);
}

static int is_space(uint8_t byte) {
    return byte == ' ' || byte == '\t' || byte == '\r' || byte == '\n';
}

// All offsets are bytes of the UTF-8 text. A word ends at a byte of ASCII, so no span can begin or
// end inside a character.
static void read_document(const document_t *document, outcome_t *outcome) {
    const uint8_t *text = document->text.ptr;
    const size_t length = document->text.len;
    size_t room = 0;
    memset(outcome, 0, sizeof *outcome);
    outcome->tag = WIREDESK_EXTRACTOR_TYPES_OUTCOME_FOUND;
    for (size_t at = 0; at < length;) {
        while (at < length && is_space(text[at])) at++;
        const size_t start = at;
        while (at < length && !is_space(text[at])) at++;
        if (at > start) annotate(&outcome->val.found.annotations, &room, document, start, at);
        while (at < length && text[at] != '\n') at++;
    }
}

// The plugin's options, as a JSON object; this one has none. To refuse them, put the reason into
// `error` (extractor_string_dup) and return false.
bool exports_wiredesk_extractor_guest_init(extractor_string_t *options, extractor_string_t *error) {
    (void)error;
    extractor_string_free(options);
    return true;
}

// One outcome per document, in the same order.
void exports_wiredesk_extractor_guest_extract(
    exports_wiredesk_extractor_guest_list_document_t *batch,
    exports_wiredesk_extractor_guest_list_outcome_t *outcomes
) {
    outcomes->len = batch->len;
    outcomes->ptr = batch->len ? allocate(NULL, batch->len * sizeof(outcome_t)) : NULL;
    for (size_t i = 0; i < batch->len; i++) read_document(&batch->ptr[i], &outcomes->ptr[i]);
    exports_wiredesk_extractor_guest_list_document_free(batch);
}
