// The sentences about a list of people: a part of error_rows.hpp. Those of its cells are in ingest/people.
#pragma once

#include <string_view>

namespace breachd::words {

// {} stands for any words; they are {0}, {1}, … in the Vietnamese sentence, and ids of ours become words there.
struct ErrorRow {
    std::string_view en, vi;
};

inline constexpr ErrorRow kListErrorRows[] = {
    {"the list must be text/csv, application/x-ndjson or an Excel workbook (.xlsx)",
     "danh sách phải là text/csv, application/x-ndjson hoặc bảng tính Excel (.xlsx)"},
    {"this import is not open any more: send the list again", "lần nhập này không còn mở: hãy gửi lại danh sách"},
    {"the correction has faults", "nội dung sửa có lỗi"},
    {"is not a fact of a person", "không phải dữ liệu của chủ thể"},
    {"a reference cannot be changed: remove the person and import the right one",
     "không đổi được mã: hãy bỏ người này và nhập người đúng"},
    {"names nothing to correct", "không nêu dữ liệu nào cần sửa"},
    {"the letter that told this person names other kinds of data", "thư đã gửi cho người này nêu loại dữ liệu khác"},
    {"must be an array of strings", "phải là danh sách chuỗi ký tự"},
    {"a viewer sees the list without references: no look-up and no table",
     "vai trò viewer chỉ xem danh sách không có mã: không tra cứu và không xuất bảng"},
    {"the incident has no such import", "hồ sơ không có lần nhập này"},
    {"the list has values that cannot be used; nothing was imported",
     "danh sách có giá trị không dùng được; chưa nhập ai"},
    {"the list has faults; nothing was imported", "danh sách có lỗi; chưa nhập ai"},
    {"a kind has other letters than a-z, 0-9 and _", "loại dữ liệu chỉ gồm a-z, 0-9 và _"},
    {"too many kinds", "quá nhiều loại dữ liệu"},
    {"{} holds a control character", "{0} chứa ký tự điều khiển"},
    {"subject_ref is broken over lines", "subject_ref bị ngắt dòng"},
    {"subject_ref is empty", "subject_ref để trống"},
    {"subject_ref is longer than {} bytes", "subject_ref dài quá {0} byte"},
    {"language must be vi or en", "language phải là vi hoặc en"},
    {"the line is longer than {} bytes; is a quote left open?", "dòng dài quá {0} byte; có dấu nháy chưa đóng chăng?"},
    {"the line is longer than {} bytes", "dòng dài quá {0} byte"},
    {"is not valid UTF-8", "không phải UTF-8 hợp lệ"},
    {"unknown column; known are {}", "cột không được biết; các cột là: {0}"},
    {"unknown column “{}”; known are {}", "không biết cột “{0}”; các cột là: {1}"},
    {"unknown member; known are {}", "thành phần không được biết; các thành phần là: {0}"},
    {"this column is named twice", "cột này được nêu hai lần"},
    {"the header has no column subject_ref", "dòng tiêu đề không có cột subject_ref"},
    {"has {} columns, the header has {}", "có {0} cột, dòng tiêu đề có {1} cột"},
    {"is not a JSON object", "không phải đối tượng JSON"},
    {"{} must be a string", "{0} phải là chuỗi ký tự"},
    {"kinds must be an array of strings", "kinds phải là danh sách chuỗi ký tự"},
    {"the quote is never closed", "dấu nháy không được đóng"},
    {"the file names nobody", "danh sách không có ai"},
    {"the list is not UTF-8; it looks like {}: save it as CSV UTF-8",
     "danh sách không phải UTF-8; có vẻ là {0}: hãy lưu lại dạng CSV UTF-8"},
    {"the workbook is damaged", "bảng tính bị hỏng"},
    {"the workbook is too large", "bảng tính quá lớn"},
    {"the workbook has no sheet", "bảng tính không có trang nào"},
    {"the workbook has too many sheets", "bảng tính có quá nhiều trang"},
    {"the workbook declares a document type", "bảng tính khai báo kiểu tài liệu (DOCTYPE), không được nhận"},
    {"the sheet has more than 512 columns", "trang tính có hơn 512 cột"},
    {"a cell is longer than 16384 bytes", "có ô dài quá 16384 byte"},
    {"subject_ref was damaged by a spreadsheet: format the column as text",
     "subject_ref đã bị bảng tính làm hỏng: hãy định dạng cột là văn bản"},

    // --- what was repaired in a list ---
    {"invisible characters were removed", "đã bỏ ký tự vô hình"},
    {"control characters were removed", "đã bỏ ký tự điều khiển"},
    {"the formula around the value was dropped", "đã bỏ công thức bao quanh giá trị"},
    {"the leading apostrophe was dropped", "đã bỏ dấu nháy ở đầu"},
    {"the lost leading zero was put back", "đã thêm lại số 0 bị mất ở đầu"},
    {"the decimals of a spreadsheet were dropped", "đã bỏ phần thập phân do bảng tính thêm vào"},
    {"the exponent of a spreadsheet was written out", "đã viết lại đủ chữ số từ dạng lũy thừa của bảng tính"},
    {"an old prefix of 11 digits became today's", "đã đổi đầu số 11 chữ số cũ sang đầu số hiện nay"},
    {"an old prefix of 11 digits became today's, and its zero was lost",
     "đã đổi đầu số 11 chữ số cũ (bị mất số 0) sang đầu số hiện nay"},
    {"a zero before the country code was dropped", "đã bỏ số 0 thừa trước mã quốc gia"},
    {"what stood beside the number was dropped", "đã bỏ phần chữ bên cạnh số điện thoại"},
    {"what stood beside the address was dropped", "đã bỏ phần chữ bên cạnh địa chỉ"},
    {"mailto: was dropped", "đã bỏ mailto:"},

    // --- what cannot be used of a list ---
    {"a spreadsheet lost digits of it", "bảng tính đã làm mất chữ số"},
    {"the spreadsheet's column was too narrow: only # is left of it", "cột của bảng tính quá hẹp: chỉ còn dấu #"},
    {"the spreadsheet shows an error instead of it", "bảng tính hiện lỗi thay cho giá trị"},
    {"a further number of the cell is not used", "ô có nhiều số điện thoại: chỉ dùng số đầu tiên"},
    {"a further address of the cell is not used", "ô có nhiều địa chỉ: chỉ dùng địa chỉ đầu tiên"},
    {"not a telephone number that a message can be sent to", "không phải số điện thoại có thể nhận tin nhắn"},
    {"not an e-mail address that can be sent to", "không phải địa chỉ thư điện tử gửi được"},
    {"an e-mail address has no @", "địa chỉ thư điện tử thiếu @"},
    {"an id has blanks or letters other than ASCII in it", "mã có khoảng trắng hoặc ký tự ngoài ASCII"},
    {"a control character or a letter that cannot be read", "có ký tự điều khiển hoặc ký tự không đọc được"},
    {"letters of the name cannot be read", "tên có ký tự không đọc được"},
    {"the language is neither vi nor en: vi is taken", "ngôn ngữ không phải vi hay en: dùng vi"},
    {"a value in a column without a title is not used", "giá trị ở cột không có tiêu đề không được dùng"},
    {"must be a string", "phải là chuỗi ký tự"},
    {"another row of this reference has another address: the first one is used",
     "dòng khác của cùng mã có địa chỉ khác: dùng địa chỉ đầu tiên"},
    {"this person was told already: the kinds of data named now are not in that letter",
     "người này đã được báo: thư đã gửi không nêu loại dữ liệu mới này"},
};

}  // namespace breachd::words
