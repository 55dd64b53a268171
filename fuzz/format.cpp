// Which parser a fuzz target runs; the one thing that differs between them.
extern const char* const kFuzzFormat;
const char* const kFuzzFormat = BREACHD_FUZZ_FORMAT;
