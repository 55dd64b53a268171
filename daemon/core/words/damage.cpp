#include "core/words/damage.hpp"

#include <fmt/format.h>

#include "core/words/word_table.hpp"

namespace breachd {

namespace {

constexpr words::Word kDamages[] = {
    {"page", "không đọc được một phần tệp cơ sở dữ liệu", "a part of the database file cannot be read"},
    {"entry", "mục nhật ký đã bị sửa", "an entry of the journal was altered"},
    {"entry_missing", "thiếu mục nhật ký", "an entry of the journal is missing"},
    {"entries_before_head", "các mục nhật ký trước đầu nhật ký này không phải các mục đã ký",
     "the entries before this head are not those that were signed"},
    {"edge", "mép đã lưu của cây nhật ký không đúng", "the kept edge of the journal's tree is not that of its entries"},
    {"head", "đầu nhật ký đã bị sửa, hoặc không do khóa của máy này ký",
     "a signed head was altered, or is not signed by this daemon's key"},
    {"head_missing", "thiếu đầu nhật ký ngay trước", "the signed head before this one is missing"},
    {"chain", "số mục hoặc chuỗi mục của hồ sơ không đúng", "the number or the chain of the incident's entries is off"},
    {"chains_of_head", "chuỗi mục các hồ sơ không phải chuỗi đã ký ở đầu nhật ký",
     "the chains of the incidents are not those that the head signs"},
    {"projection", "hồ sơ hiển thị khác với nhật ký", "the incident as it is shown is not what its entries say"},
    {"document", "nội dung tài liệu khác mã băm của nó", "a document is not what its digest says"},
    {"document_missing", "thiếu tài liệu mà nhật ký ghi", "a document that the journal names is missing"},
    {"counts", "số đếm người hoặc thư không khớp từng dòng", "counts of people or letters do not fit the rows"},
    {"witness", "cơ sở dữ liệu không có đầu nhật ký đã giữ bên ngoài: cũ hơn, bị cắt, hoặc là cơ sở dữ liệu khác",
     "the database does not have the head that was kept outside of it: it is older, was cut, or is another one"},
};

}  // namespace

std::string damage_text(std::string_view what, std::string_view where, std::string_view language) {
    const auto* word = words::find_word(kDamages, what);
    return fmt::format("{}: {}", word ? word->in(language) : what, where);
}

}  // namespace breachd
