#include "core/words/errors.hpp"

#include <algorithm>
#include <vector>

#include "core/words/terms.hpp"
#include "core/words/words.hpp"

namespace breachd::words {

namespace {

// {} stands for any words; they are {0}, {1}, … in the Vietnamese sentence, and ids of ours become words there.
struct Row {
    std::string_view en, vi;
};

constexpr Row kRows[] = {
    // --- what is typed ---
    {"is required", "bắt buộc phải có"},
    {"is needed", "bắt buộc phải có"},
    {"must be a string", "phải là một chuỗi ký tự"},
    {"must be a number", "phải là một số"},
    {"must be a whole number in range", "phải là số nguyên trong khoảng cho phép"},
    {"must be an array", "phải là một danh sách"},
    {"must be an array of texts", "phải là danh sách các chuỗi ký tự"},
    {"must be a string, or null for the template's text", "phải là một chuỗi ký tự, hoặc null để dùng lời văn mẫu"},
    {"may not be empty; null takes the template's text back", "không được để trống; null để dùng lại lời văn mẫu"},
    {"a lower number of people needs a reason", "giảm số người phải có lý do"},
    {"must be an array of names or {name, role}", "phải là danh sách tên, hoặc {name, role}"},
    {"must be an array of {kind, records, subjects}", "phải là danh sách {kind, records, subjects}"},
    {"must be an object", "phải là một đối tượng JSON"},
    {"must be an object with subject, body, short", "phải là một đối tượng có subject, body, short"},
    {"must be true or false", "phải là true hoặc false"},
    {"must be an RFC 3339 time", "phải là thời điểm theo RFC 3339, có múi giờ"},
    {"must be one of the known words", "phải là một trong các từ đã quy định"},
    {"must be one of {}", "phải là một trong: {0}"},
    {"must be one line", "phải nằm trên một dòng"},
    {"must be one line of at most {} bytes", "phải nằm trên một dòng, không quá {0} byte"},
    {"must be a whole number from 0 to 100", "phải là số nguyên từ 0 đến 100"},
    {"must be a number from 1 to 1000", "phải là số từ 1 đến 1000"},
    {"must be controller, controller_processor, processor or third_party",
     "phải là controller (bên kiểm soát), controller_processor (bên kiểm soát và xử lý), processor (bên xử lý) hoặc "
     "third_party (bên thứ ba)"},
    {"must be yes, no or unknown", "phải là yes (có), no (không) hoặc unknown (chưa rõ)"},
    {"must be pdf, docx or json", "phải là pdf, docx hoặc json"},
    {"must be 64 hex digits", "phải gồm 64 chữ số hệ mười sáu"},
    {"must be an ETag as given by this server", "phải là ETag do máy chủ này đã trả"},
    {"cannot be read", "không đọc được"},
    {"may have {} bytes", "không được quá {0} byte"},
    {"may be given 50 times", "không được quá 50 lần"},
    {"may not be null", "không được để trống"},
    {"may not be empty", "không được để trống"},
    {"counts may not be negative", "số lượng không được âm"},
    {"is longer than {} bytes", "dài quá {0} byte"},
    {"lies in the future", "nằm ở tương lai"},
    {"lies before the detection", "sớm hơn thời điểm phát hiện"},
    {"lies before {}", "sớm hơn: {0}"},
    {"no zone", "thiếu múi giờ"},
    {"a change of {} needs a reason", "thay đổi {0} phải có lý do"},
    {"is not a fact that can be changed", "không phải là thông tin sửa được"},
    {"is not a known fact", "không phải là thông tin đã biết"},
    {"this kind of data is given twice", "loại dữ liệu này được nêu hai lần"},
    {"unknown kind of data; {} knows: {}", "không có loại dữ liệu này; ấn bản {0} có: {1}"},
    {"the body has faults", "nội dung gửi lên có lỗi"},
    {"the body must be application/json", "nội dung gửi lên phải là application/json"},
    {"the body must be a JSON object", "nội dung gửi lên phải là một đối tượng JSON"},
    {"not valid JSON: {}", "JSON không hợp lệ: {0}"},
    {"text after the JSON document", "có ký tự thừa sau JSON"},
    {"not base64", "không phải base64"},
    {"base64 text is cut off", "base64 bị cắt cụt"},
    {"is not that of document_base64", "không phải mã băm của document_base64"},
    {"is not a cursor that this list gave", "không phải con trỏ do danh sách này trả"},
    {"is not a state of an incident", "không phải trạng thái của hồ sơ"},
    {"is not a state of a delivery", "không phải trạng thái của lần gửi"},

    // --- incidents ---
    {"there is no such incident", "không có hồ sơ này"},
    {"no such incident", "không có hồ sơ này"},
    {"no edition of the law is loaded for this moment", "chưa nạp ấn bản luật áp dụng cho thời điểm này"},
    {"an incident that is {} cannot be changed", "hồ sơ {0} không thay đổi được nữa"},
    {"an incident that is {} cannot be acknowledged", "hồ sơ {0} không xác nhận tiếp nhận được nữa"},
    {"an incident that is {} cannot be confirmed", "hồ sơ {0} không xác nhận vi phạm được nữa"},
    {"an incident that is {} cannot be dismissed", "hồ sơ {0} không loại bỏ được nữa"},
    {"an incident that is {} cannot be remedied", "hồ sơ {0} không ghi nhận khắc phục được nữa"},
    {"an incident that is {} cannot be held", "hồ sơ {0} không đặt lệnh giữ được nữa"},
    {"an incident that is {} cannot be closed; it must be remedied first",
     "hồ sơ {0} chưa đóng được: phải khắc phục xong trước"},
    {"an incident that is {} cannot be {}", "hồ sơ {0}: không thực hiện được việc này ({1})"},
    {"the incident is closed already", "hồ sơ đã đóng"},
    {"a condition is kind:<id>, role:<role>, act:<act>, severity>=<n> or filed",
     "điều kiện là kind:<id>, role:<role>, act:<act>, severity>=<n> hoặc filed"},
    {"a condition is kind:<id>, role:<role>, act:<act> or severity>=<n>",
     "điều kiện là kind:<id>, role:<role>, act:<act> hoặc severity>=<n>"},
    {"a new hold is given its id; name one only to end it", "lệnh giữ mới được cấp mã; chỉ nêu mã để bỏ lệnh"},
    {"no hold is on", "không có lệnh giữ nào"},
    {"several holds are on: name the one that ends", "có nhiều lệnh giữ: nêu lệnh được bỏ"},
    {"this hold is not on", "lệnh giữ này không còn hiệu lực"},
    {"the incident has no such obligation", "hồ sơ không có nghĩa vụ này"},
    {"the incident has no such duty", "hồ sơ không có nghĩa vụ này"},
    {"this obligation is not owed any more", "nghĩa vụ này không còn phải thực hiện"},
    {"a second person must agree that this duty does not apply",
     "phải có người thứ hai đồng ý rằng nghĩa vụ không áp dụng"},
    {"the incident has no such task", "hồ sơ không có việc này"},
    {"the task is done already", "việc này đã xong"},
    {"this Idempotency-Key was used with another body", "Idempotency-Key này đã dùng cho nội dung khác"},
    {"the incident has changed: it is at version {}", "hồ sơ đã thay đổi: hiện ở phiên bản {0}"},
    {"only a remedied, closed or dismissed incident can be reopened",
     "chỉ mở lại được hồ sơ đã khắc phục, đã đóng hoặc đã loại bỏ"},
    {"the remedy is recorded already: give a reason to correct it",
     "đã ghi nhận khắc phục: muốn đính chính phải nêu lý do"},
    {"nobody proposed to dismiss it", "chưa ai đề nghị loại bỏ"},
    {"nobody proposed that this duty does not apply", "chưa ai đề nghị coi nghĩa vụ này là không áp dụng"},
    {"you proposed this yourself: another person must confirm it, with a token of their own",
     "chính bạn đã đề nghị việc này: người khác phải xác nhận bằng mã truy cập của họ"},
    {"one of the two people must be a data-protection officer (role dpo), and {}, who proposed it, is none: a token of "
     "role dpo must confirm it",
     "một trong hai người phải là nhân sự bảo vệ dữ liệu (vai trò dpo); {0}, người đề nghị, không phải: người có vai "
     "trò "
     "dpo phải xác nhận"},
    {"the report to the authority is due whatever the harm while location or biometric data is a kind of the incident "
     "({}): if no such data is affected, correct the kinds first",
     "khi có dữ liệu vị trí hoặc sinh trắc học, luôn phải thông báo cho cơ quan chuyên trách ({0}); nếu không có dữ "
     "liệu "
     "đó, trước hết hãy sửa loại dữ liệu"},
    {"not done yet: {}", "còn việc chưa xong: {0}"},
    {"an incident is no duplicate of itself", "hồ sơ không thể trùng với chính nó"},
    {"its notice went out already: dismiss {} as the duplicate of this one instead",
     "thông báo của hồ sơ này đã gửi: hãy loại bỏ {0} là hồ sơ trùng với hồ sơ này"},
    {"it was merged into {}, which has its people and its filings now: go on there",
     "hồ sơ đã gộp vào {0}, nơi hiện giữ danh sách người và các bản nộp: làm tiếp ở đó"},
    {"must name 1 to 200 incidents", "phải nêu từ 1 đến 200 hồ sơ"},

    // --- subjects ---
    {"the list must be text/csv or application/x-ndjson", "danh sách phải là text/csv hoặc application/x-ndjson"},
    {"this import is not open any more: send the list again", "lần nhập này không còn mở: hãy gửi lại danh sách"},
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
    {"a carriage return inside a field that is not quoted", "có ký tự xuống dòng trong ô không có dấu nháy"},
    {"text after the closing quote", "có ký tự sau dấu nháy đóng"},
    {"a quote inside a field that is not quoted", "có dấu nháy trong ô không có dấu nháy bao"},
    {"is not valid UTF-8", "không phải UTF-8 hợp lệ"},
    {"unknown column; known are {}", "cột không được biết; các cột là: {0}"},
    {"unknown member; known are {}", "thành phần không được biết; các thành phần là: {0}"},
    {"this column is named twice", "cột này được nêu hai lần"},
    {"the columns must be separated by commas", "các cột phải cách nhau bằng dấu phẩy"},
    {"the header has no column subject_ref", "dòng tiêu đề không có cột subject_ref"},
    {"has {} columns, the header has {}", "có {0} cột, dòng tiêu đề có {1} cột"},
    {"is not a JSON object", "không phải đối tượng JSON"},
    {"{} must be a string", "{0} phải là chuỗi ký tự"},
    {"kinds must be an array of strings", "kinds phải là danh sách chuỗi ký tự"},
    {"the quote is never closed", "dấu nháy không được đóng"},
    {"the file names nobody", "danh sách không có ai"},

    {"the list has no such person", "danh sách không có người này"},
    {"nobody has been imported yet", "chưa nhập danh sách"},
    {"the list is as long as the facts say: nobody need say that it is complete",
     "danh sách đã đủ số người như hồ sơ ghi: không cần xác nhận là đầy đủ"},
    {"two people have said so already", "hai người đã xác nhận việc này"},
    {"a second person must say that the list is complete", "phải có người thứ hai xác nhận danh sách đã đầy đủ"},
    {"a second person must agree that this person cannot be told individually",
     "phải có người thứ hai đồng ý rằng không thể thông báo riêng cho người này"},

    // --- notices ---
    {"the text is empty", "nội dung trống"},
    {"the text lacks {{code}}, by which a person who calls can be found",
     "nội dung thiếu {{code}}, mã để tra cứu người gọi đến"},
    {"the text holds {}, which nothing fills in; known are {}",
     "nội dung có {0}, không có gì điền vào; các chỗ điền là {1}"},
    {"holds {}, which nothing fills in; known are {}", "có {0}, không có gì điền vào; các chỗ điền là {1}"},
    {"the text {}", "nội dung: {0}"},
    {"nobody is left who has not been told", "không còn ai chưa được thông báo"},
    {"release the notice first: its text is what is read out or handed over",
     "hãy phát hành thông báo trước: nội dung đọc hoặc trao cho người nhận là nội dung đó"},
    {"whoever wrote the page may not approve it: a second person must",
     "người soạn trang không được phê duyệt: phải là người thứ hai"},
    {"there is no public notice that could be withdrawn", "không có thông báo công khai nào để rút"},
    {"another person must ask for the withdrawal, too", "phải có thêm người khác yêu cầu rút"},
    {"of must be draft or released", "of phải là draft hoặc released"},
    {"no delivery has this key", "không có lần gửi nào mang khóa này"},
    {"must be delivered or failed", "phải là delivered hoặc failed"},
    {"is not a language of the notice (vi, en)", "không phải ngôn ngữ của thông báo (vi, en)"},
    {"is not a part of the notice (subject, body, short)", "không phải phần của thông báo (subject, body, short)"},
    {"the notice lacks what the law wants in it: {} / {}", "thông báo còn thiếu nội dung bắt buộc: {1}"},
    {"the notice lacks what the law wants in it: {}", "thông báo còn thiếu nội dung bắt buộc: {0}"},
    {"whoever drafted the notice may not release it: a second person must",
     "người soạn thông báo không được phát hành: phải là người thứ hai"},
    {"nobody has been imported yet: there is no one to tell", "chưa nhập danh sách: chưa có ai để thông báo"},
    {"this very notice has been released already", "chính bản thông báo này đã được phát hành"},
    {"no notice run is under way", "không có đợt gửi nào đang chạy"},
    {"the notice run is not paused", "đợt gửi không ở trạng thái tạm dừng"},
    {"no publisher is configured", "chưa cấu hình nơi đăng"},
    {"a publication is under way", "đang đăng thông báo công khai"},
    {"the page is another one by now: look at it again", "trang đã khác: hãy xem lại"},
    {"the rule does not want the page yet: another person must ask for it, too",
     "theo quy tắc chưa cần đăng trang: phải có thêm người khác yêu cầu"},

    // --- approvals and releases; the longer sentence before its beginning ---
    {"your words are in the text (or in the facts that it prints): a second person must approve this text"
     " (POST …/notice/approve), one of the two a data-protection officer; a data-protection officer who wrote"
     " none of it may release it directly. Authors: {}; with less than 12 hours to {} one person may release"
     " it `alone`, with a reason",
     "nội dung, hoặc dữ kiện in trong đó, có lời do bạn viết: người thứ hai phải đồng ý với đúng nội dung này"
     " (notice approve), một trong hai người là nhân sự bảo vệ dữ liệu; nhân sự bảo vệ dữ liệu không soạn phần"
     " nào thì tự phát hành được. Người soạn: {0}; khi còn dưới 12 giờ trước {1} thì một người được tự phát"
     " hành (--alone), phải nêu lý do"},
    {"your words are in the text (or in the facts that it prints): a second person must approve this text"
     " (POST …/notice/approve), one of the two a data-protection officer; a data-protection officer who wrote"
     " none of it may release it directly. Authors: {}",
     "nội dung, hoặc dữ kiện in trong đó, có lời do bạn viết: người thứ hai phải đồng ý với đúng nội dung này"
     " (notice approve), một trong hai người là nhân sự bảo vệ dữ liệu; nhân sự bảo vệ dữ liệu không soạn phần"
     " nào thì tự phát hành được. Người soạn: {0}"},
    {"your role is not dpo, and no data-protection officer approved the text: a second person must approve"
     " this text (POST …/notice/approve), one of the two a data-protection officer; a data-protection officer"
     " who wrote none of it may release it directly. Authors: {}; with less than 12 hours to {} one person may"
     " release it `alone`, with a reason",
     "bạn không có vai trò dpo, và chưa có nhân sự bảo vệ dữ liệu nào đồng ý với nội dung: người thứ hai phải"
     " đồng ý với đúng nội dung này (notice approve), một trong hai người là nhân sự bảo vệ dữ liệu; nhân sự"
     " bảo vệ dữ liệu không soạn phần nào thì tự phát hành được. Người soạn: {0}; khi còn dưới 12 giờ trước"
     " {1} thì một người được tự phát hành (--alone), phải nêu lý do"},
    {"your role is not dpo, and no data-protection officer approved the text: a second person must approve"
     " this text (POST …/notice/approve), one of the two a data-protection officer; a data-protection officer"
     " who wrote none of it may release it directly. Authors: {}",
     "bạn không có vai trò dpo, và chưa có nhân sự bảo vệ dữ liệu nào đồng ý với nội dung: người thứ hai phải"
     " đồng ý với đúng nội dung này (notice approve), một trong hai người là nhân sự bảo vệ dữ liệu; nhân sự"
     " bảo vệ dữ liệu không soạn phần nào thì tự phát hành được. Người soạn: {0}"},
    {"your words are in the text (or in the facts that it prints): another person must approve it",
     "nội dung, hoặc dữ kiện in trong đó, có lời do bạn viết: người khác phải đồng ý"},
    {"is required: that of the text that you read (GET …/notice)",
     "bắt buộc: mã băm của nội dung bạn đã đọc (notice diff)"},
    {"the text has changed since: read it again (GET …/notice)",
     "nội dung đã đổi từ lúc đó: hãy đọc lại (notice diff)"},
    {"one person may release the notice alone only when less than 12 hours are left; it is due by {}",
     "một người chỉ được tự phát hành khi còn dưới 12 giờ; thời hạn là {0}"},
    {"no deadline is near: a second person must approve the text",
     "chưa gần thời hạn nào: người thứ hai phải đồng ý với nội dung"},
    {"the incident follows a draft that never was law: no notice may cite it",
     "hồ sơ theo bản dự thảo chưa bao giờ là luật: thông báo không được viện dẫn"},
    {"this decision is recorded already", "quyết định này đã được ghi nhận"},
    {"the file is purged", "hồ sơ đã bị xóa"},
    {"no such channel is configured", "chưa cấu hình kênh này"},
    {"there is no such source", "không có nguồn này"},

    // --- reports and filings ---
    {"the edition of the law is not loaded", "chưa nạp ấn bản luật"},
    {"unknown edition of the law: {}", "không có ấn bản luật này: {0}"},
    {"unknown form; known are mau-04, mau-08, bien-ban", "không có mẫu này; các mẫu là mau-04, mau-08, bien-ban"},
    {"this filing needs its document: send document_base64, or the sha256 of kept bytes",
     "bản nộp này phải có tài liệu: gửi document_base64, hoặc sha256 của tài liệu đã lưu"},
    {"the document is larger than 32 MiB", "tài liệu lớn hơn 32 MiB"},
    {"the document is empty", "tài liệu trống"},
    {"is no document that can be filed: send the PDF, the DOCX or a scan (JPEG, PNG, TIFF, HEIC)",
     "không phải tài liệu nộp được: gửi PDF, DOCX hoặc bản quét (JPEG, PNG, TIFF, HEIC)"},
    {"what is kept under this hash is no PDF, DOCX or scan",
     "tài liệu lưu theo mã băm này không phải PDF, DOCX hay bản quét"},
    {"no document with this hash is kept; send the bytes that were filed",
     "không lưu tài liệu nào có mã băm này; hãy gửi đúng tài liệu đã nộp"},
    {"no report with this hash is kept; send the bytes that were filed",
     "không lưu báo cáo nào có mã băm này; hãy gửi đúng tài liệu đã nộp"},
    {"is not a form that can be filed; these are: {}", "không phải mẫu nộp được; các mẫu là: {0}"},
    {"is required for this form: the id of the duty that the filing serves",
     "bắt buộc với mẫu này: mã của nghĩa vụ mà bản nộp thực hiện"},
    {"a filing of form {} does not serve this duty", "bản nộp theo {0} không thực hiện nghĩa vụ này"},
    {"a filing is named by its number: 1, 2, ...", "bản nộp được gọi theo số: 1, 2, ..."},
    {"the incident has no filing of this number", "hồ sơ không có bản nộp số này"},
    {"this filing was withdrawn; record the right one anew", "bản nộp này đã rút; hãy ghi nhận bản đúng"},
    {"this filing has had its second look", "bản nộp này đã có người xem lại"},
    {"you recorded this filing: the second look is another person's",
     "bạn đã ghi nhận bản nộp này: người khác phải xem lại"},
    {"says nothing new: give receipt_number, channel, filed_at, withdrawn or checked",
     "không có gì mới: nêu receipt_number, channel, filed_at, withdrawn hoặc checked"},
    {"there is no such document", "không có tài liệu này"},
    {"the journal has no signed head yet", "nhật ký chưa có đầu ký"},
    {"the last entries are not signed yet: ask again within a minute, or POST to have them signed",
     "các mục cuối chưa được ký: hỏi lại trong một phút, hoặc dùng POST để ký ngay"},

    {"the document of this hash is {}", "tài liệu mang mã băm này là: {0}"},

    // --- the call itself ---
    {"there is nothing at this address", "không có gì tại địa chỉ này"},
    {"this address takes {}", "địa chỉ này nhận {0}"},
    {"the role {} may not do this, only: {}", "vai trò {0} không được làm việc này, chỉ: {1}"},
    {"credentials were sent more than once", "thông tin xác thực được gửi nhiều lần"},
    {"a token is needed: Authorization: Bearer …", "phải có mã truy cập: Authorization: Bearer …"},
    {"the token is not known", "mã truy cập không đúng"},
    {"the body may have {} bytes", "nội dung gửi lên không được quá {0} byte"},
    {"the store cannot be read now", "hiện không đọc được kho lưu trữ"},
    {"too many reads are waiting", "quá nhiều yêu cầu đọc đang chờ"},
    {"the daemon has too much to do; try again", "chương trình đang quá tải; hãy thử lại"},
    {"nothing can be taken in just now; nothing of this request was kept",
     "hiện không nhận được gì; yêu cầu này chưa được lưu"},
};

constexpr Row kStates[] = {
    {"open", "mới mở"},           {"acknowledged", "đã tiếp nhận"},
    {"confirmed", "đã xác nhận"}, {"remedied", "đã khắc phục"},
    {"closed", "đã đóng"},        {"purged", "đã xóa"},
    {"dismissed", "đã loại bỏ"},
};

// An id or a moment of ours in words; anything else as it is.
std::string in_words(std::string_view id) {
    if (auto moment = parse_rfc3339(id)) return format_vietnamese(*moment);
    auto state = std::find_if(std::begin(kStates), std::end(kStates), [&](const Row& row) { return row.en == id; });
    if (state != std::end(kStates)) return std::string(state->vi);
    auto known = fact(id, "vi");
    return known != id ? known : form(id, "vi");
}

std::optional<std::vector<std::string_view>> captures(std::string_view pattern, std::string_view text) {
    constexpr std::string_view kHole = "{}";
    std::vector<std::string_view> out;
    auto hole = pattern.find(kHole);
    if (hole == std::string_view::npos) return pattern == text ? std::optional(out) : std::nullopt;
    if (!text.starts_with(pattern.substr(0, hole))) return {};
    text.remove_prefix(hole);
    for (;;) {
        pattern.remove_prefix(hole + kHole.size());
        hole = pattern.find(kHole);
        auto piece = pattern.substr(0, hole);
        bool last = hole == std::string_view::npos;
        if (last && !text.ends_with(piece)) return {};
        auto at = last ? text.size() - piece.size() : text.find(piece);
        if (at == std::string_view::npos) return {};
        out.push_back(text.substr(0, at));
        if (last) return out;
        text.remove_prefix(at + piece.size());
    }
}

std::string filled(std::string_view sentence, const std::vector<std::string_view>& with) {
    std::string out(sentence);
    for (std::size_t i = 0; i < with.size(); ++i) {
        auto hole = "{" + std::to_string(i) + "}";
        if (auto at = out.find(hole); at != std::string::npos) out.replace(at, hole.size(), in_words(with[i]));
    }
    return out;
}

// "duties: authority-report; people who are not told: 2; open tasks: general/contain and 12 more"
std::string owed_in_words(std::string_view owed) {
    constexpr Row kParts[] = {{"duties: ", "nghĩa vụ: "},
                              {"people who are not told: ", "số người chưa được thông báo: "},
                              {"open tasks: ", "việc theo kịch bản ứng phó: "}};
    std::string out;
    while (!owed.empty()) {
        auto part = owed.substr(0, owed.find("; "));
        bool duties = part.starts_with(kParts[0].en);
        owed.remove_prefix(std::min(owed.size(), part.size() + 2));
        for (const auto& row : kParts) {
            if (!part.starts_with(row.en)) continue;
            part.remove_prefix(row.en.size());
            join(out, "; ", row.vi);
            break;
        }
        for (std::string_view before; !part.empty(); before = ", ") {
            auto id = part.substr(0, part.find(", "));
            part.remove_prefix(std::min(part.size(), id.size() + 2));
            out += std::string(before) + (duties ? duty(id, "vi") : std::string(id));
        }
    }
    if (auto more = out.rfind(" and "); more != std::string::npos && out.ends_with(" more"))
        out = out.substr(0, more) + " và " + out.substr(more + 5, out.size() - more - 10) + " việc nữa";
    return out;
}

std::optional<std::string> known(std::string_view english) {
    constexpr std::string_view kOwed = "not done yet: ", kNote = ". To close the file all the same, say why in `note`";
    if (english.starts_with(kOwed) && english.ends_with(kNote)) {
        auto owed = english.substr(kOwed.size(), english.size() - kOwed.size() - kNote.size());
        return "còn việc chưa xong: " + owed_in_words(owed) + ". Vẫn muốn đóng hồ sơ thì nêu lý do (--note)";
    }
    for (const auto& row : kRows)
        if (auto found = captures(row.en, english)) return filled(row.vi, *found);
    return {};
}

}  // namespace

std::optional<std::string> error_in_vietnamese(std::string_view english) {
    if (auto whole = known(english)) return whole;
    // "authority-report: this obligation is not owed any more", as Error::text() puts the place before the sentence.
    auto colon = english.find(": ");
    if (colon == std::string_view::npos) return {};
    auto rest = known(english.substr(colon + 2));
    if (!rest) return {};
    auto where = english.substr(0, colon);
    if (where.starts_with('/')) return rest;
    return in_words(where) + ": " + *rest;
}

}  // namespace breachd::words
