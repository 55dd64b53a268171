#include "ingest/people/beside/whose.hpp"

namespace breachd::ingest {

namespace {

constexpr std::string_view kTitlesOfContacts[] = {
    "số",     "sđt",     "sdt",        "đt",  "dđ",      "đtdđ",    "số điện thoại", "điện thoại",
    "số máy", "di động", "số di động", "lh",  "liên hệ", "địa chỉ", "email",         "e mail",
    "mail",   "gmail",   "zalo",       "tel", "phone",   "mobile",  "địa chỉ email"};
constexpr std::string_view kAsks[] = {"gọi", "gọi cho", "gọi qua",   "nhắn",        "nhắn cho",    "gặp",    "hỏi",
                                      "nhờ", "qua",     "thông qua", "liên hệ qua", "liên hệ với", "xin gặp"};
constexpr std::string_view kBelongsTo[] = {"của"};
constexpr std::string_view kOf[] = {"of", "his", "her", "my", "for", "call", "ask"};
// Behind "của": the person's own.
constexpr std::string_view kOwn[] = {"tôi",      "mình",          "khách",       "kh",  "chính",
                                     "bản thân", "cá nhân",       "công ty",     "cty", "nhà riêng",
                                     "chủ thẻ",  "chủ tài khoản", "chủ hợp đồng"};

constexpr std::string_view kParents[] = {"bố",    "mẹ",   "cha",       "má", "bố mẹ",        "cha mẹ",
                                         "ba mẹ", "phhs", "phụ huynh", "ph", "người giám hộ"};
constexpr std::string_view kParentsAlone[] = {"mother", "father", "mom", "mum", "dad", "parent", "parents", "guardian"};
constexpr std::string_view kOthers[] = {"vợ",
                                        "chồng",
                                        "con",
                                        "cháu",
                                        "sếp",
                                        "vk",
                                        "ck",
                                        "bx",
                                        "gvcn",
                                        "gvbm",
                                        "ny",
                                        "bà xã",
                                        "ông xã",
                                        "hàng xóm",
                                        "người thân",
                                        "người nhà",
                                        "người quen",
                                        "người khác",
                                        "người yêu",
                                        "giúp việc",
                                        "đồng nghiệp",
                                        "chủ nhà",
                                        "kế toán",
                                        "thư ký",
                                        "trợ lý",
                                        "đại diện",
                                        "người đại diện",
                                        "người liên hệ",
                                        "người giới thiệu",
                                        "môi giới",
                                        "thân nhân",
                                        "giáo viên chủ nhiệm"};
// Without marks whatever the letters, as the whole note.
constexpr std::string_view kOthersAlone[] = {"hàng xóm",   "con gái",    "con trai",  "người thân", "người nhà",
                                             "người quen", "người khác", "giúp việc", "đồng nghiệp"};
constexpr std::string_view kEnglishAlone[] = {"wife",       "husband",   "daughter", "colleague", "friend", "neighbour",
                                              "neighbor",   "brother",   "sister",   "spouse",    "boss",   "secretary",
                                              "accountant", "assistant", "landlord", "aunt",      "uncle",  "relative"};
// Without marks in small letters, as the whole note: "vo thi lan" is Võ Thị Lan.
constexpr std::string_view kSmallAlone[] = {"vo", "chong", "chau", "sep", "chi", "ong", "bac", "son"};
constexpr std::string_view kSmallParentsAlone[] = {"bo", "me", "ma"};
// Wherever they stand in small letters: "số này của mẹ", "dùng chung với vợ".
constexpr std::string_view kParentsWithin[] = {"mẹ", "bố", "phụ huynh"};
constexpr std::string_view kOthersWithin[] = {"vợ",      "chồng",    "sếp",     "hàng xóm",  "người thân", "người nhà",
                                              "kế toán", "con trai", "con gái", "con dâu",   "con rể",     "em trai",
                                              "em gái",  "anh trai", "chị gái", "bạn trai",  "bạn gái",    "mượn",
                                              "máy nhờ", "nhờ máy",  "nghe hộ", "nghe giúp", "nhắn hộ"};
// Before a name they are courtesy.
constexpr std::string_view kCourtesy[] = {"anh", "chị", "em", "ông",  "bà",  "bác",  "cô", "chú",
                                          "dì",  "cậu", "mợ", "thím", "bạn", "thầy", "ba"};
constexpr std::string_view kKinBehind[] = {"gái", "trai",  "họ",  "rể", "dâu",   "ruột", "nuôi", "cả",
                                           "út",  "ngoại", "nội", "vợ", "chồng", "xã",   "bạn"};
// "bác sĩ" and "chú ý" are other words.
constexpr std::string_view kNoKin[] = {"bác sĩ", "bác sỹ", "chú ý", "chú thích", "ba số"};

constexpr std::string_view kNoContact[] = {"stk",       "cmnd",     "cccd",     "cmt",       "mst",          "bhxh",
                                           "bhyt",      "fax",      "hotline",  "tổng đài",  "số tài khoản", "số tk",
                                           "tài khoản", "căn cước", "hộ chiếu", "mã số thuế"};
constexpr std::string_view kWithTelephone[] = {"tài khoản zalo", "tài khoản viber", "tk zalo"};

struct Words {
    Phrases titles{kTitlesOfContacts, Without::always};
    Phrases asks{kAsks, Without::in_small_letters};
    Phrases belongs_to{kBelongsTo, Without::in_small_letters};
    Phrases of{kOf, Without::never};
    Phrases own{kOwn, Without::in_small_letters};
    Phrases parents{kParents, Without::never};
    Phrases parents_alone{kParentsAlone, Without::never};
    Phrases others{kOthers, Without::never};
    Phrases others_alone{kOthersAlone, Without::always};
    Phrases english_alone{kEnglishAlone, Without::never};
    Phrases small_alone{kSmallAlone, Without::never};
    Phrases small_parents_alone{kSmallParentsAlone, Without::never};
    Phrases parents_within{kParentsWithin, Without::never};
    Phrases others_within{kOthersWithin, Without::never};
    Phrases courtesy{kCourtesy, Without::never};
    Phrases kin_behind{kKinBehind, Without::never};
    Phrases no_kin{kNoKin, Without::never};
    Phrases no_contact{kNoContact, Without::in_small_letters};
    Phrases with_telephone{kWithTelephone, Without::always};
};

const Words& known() {
    static const Words words;
    return words;
}

// "wife", "wife's phone"
bool stands_alone(const Phrases& phrases, const Note& note, std::size_t at) {
    auto length = phrases.begin_at(note, at);
    if (length == 0) return false;
    return at + length == note.words.size() || note.words[at + length] == "s";
}

bool is_small(const Note& note, std::size_t at) { return note.small && !note.marked && !note.great[at]; }

// "anh Nam" is a person by name, "anh", "anh trai" and "anh nam" may be anybody.
NoteOf of_courtesy(const Note& note, std::size_t at, bool asked) {
    const auto& words = known();
    if (words.no_kin.begin_at(note, at) > 0) return NoteOf::person;
    bool father = note.words[at] == "ba";
    auto next = at + 1;
    bool teacher = next < note.words.size() && note.words[next] == "giáo";
    if (teacher) ++next;
    bool named = next < note.words.size() && note.great[next] && words.kin_behind.begin_at(note, next) == 0;
    if (father && note.words.size() == 1 && note.great[at] && !note.title && !note.shouted) named = true;  // "Lê, Ba"
    if (named && !asked) return NoteOf::person;
    return father ? NoteOf::parent : NoteOf::another;
}

bool are_within(const Phrases& phrases, const Note& note, std::size_t at) {
    for (; at < note.words.size(); ++at)
        if (!note.great[at] && phrases.begin_at(note, at) > 0) return true;
    return false;
}

}  // namespace

std::size_t behind_titles(const Note& note) {
    std::size_t at = 0;
    while (auto length = known().titles.begin_at(note, at)) at += length;
    return at;
}

NoteOf whose_note(const Note& note) {
    const auto& words = known();
    if (words.no_contact.are_in(note) && !words.with_telephone.are_in(note)) return NoteOf::nobody;
    auto at = behind_titles(note);
    bool asked = false, belongs = false;
    for (std::size_t length = 1; length > 0; at += length) {
        length = words.belongs_to.begin_at(note, at);
        belongs |= length > 0;
        if (length == 0 && (length = words.asks.begin_at(note, at)) > 0) asked = true;
        if (length == 0) length = words.of.begin_at(note, at);
        if (length == 0 && at > 0) length = words.titles.begin_at(note, at);
    }
    if (at >= note.words.size()) return NoteOf::person;
    if (words.parents.begin_at(note, at) > 0 || stands_alone(words.parents_alone, note, at)) return NoteOf::parent;
    if (is_small(note, at) && words.small_parents_alone.are_all_of(note, at)) return NoteOf::parent;
    if (words.others.begin_at(note, at) > 0 || words.others_alone.are_all_of(note, at)) return NoteOf::another;
    if (stands_alone(words.english_alone, note, at)) return NoteOf::another;
    if (is_small(note, at) && words.small_alone.are_all_of(note, at)) return NoteOf::another;
    if (are_within(words.others_within, note, at)) return NoteOf::another;
    if (are_within(words.parents_within, note, at)) return NoteOf::parent;
    if (words.courtesy.begin_at(note, at) > 0) return of_courtesy(note, at, asked || belongs);
    if (belongs) return words.own.begin_at(note, at) > 0 ? NoteOf::person : NoteOf::another;
    return asked && note.great[at] && !note.shouted ? NoteOf::another : NoteOf::person;
}

}  // namespace breachd::ingest
