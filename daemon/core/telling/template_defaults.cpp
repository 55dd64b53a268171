// The templates that are compiled in, so that an empty /etc/breachd/templates still gives lawful texts. Byte for byte
// the files of playbooks/templates: change both, tests/unit/core/notice_test.cpp compares them.
#include "core/telling/template.hpp"

#include <array>

namespace breachd {

namespace {

struct DefaultTemplate {
    std::string_view name, text;
};

constexpr std::array kDefaults = {
    DefaultTemplate{"notice.en.body", R"text(Dear {{name}},

{{organisation}} is writing to tell you about a breach of personal data protection rules that affects data about you. We sincerely apologise. This notice is given under {{citations}}.

{{#when_how_detected}}
{{number}}. When and how the breach was detected
- Detected at: {{detected_at}}.
- How it was detected: {{detected_how}}

{{/when_how_detected}}
{{#nature}}
{{number}}. Nature of the breach
{{#occurred}}
- Time: {{occurred}}.
{{/occurred}}
{{#place}}
- Place: {{place}}
{{/place}}
{{#act}}
- Act: {{act}}.
{{/act}}
{{#parties}}
- Organisations and individuals involved: {{parties}}
{{/parties}}
{{#description}}
- Description: {{description}}
{{/description}}
{{#kinds_counted}}
- Kinds and quantity of personal data involved: {{kinds_counted}}.
{{/kinds_counted}}

{{/nature}}
{{#kinds}}
{{number}}. Kinds of data affected
{{kinds_text}}.

{{/kinds}}
{{#consequences}}
{{number}}. Consequences and damage that may follow
{{consequences_text}}

{{/consequences}}
{{#severity_and_risks}}
{{number}}. How serious it is, and the risks to your rights and lawful interests
{{severity_and_risks_text}}

{{/severity_and_risks}}
{{#measures}}
{{number}}. Measures taken, under way and planned to remedy the incident and reduce harm
{{measures_text}}

{{/measures}}
{{#guidance}}
{{number}}. What you should do to protect yourself
{{guidance_text}}

{{/guidance}}
{{#contacts}}
{{number}}. Contacts
- Personal data protection unit or officer: {{data_protection_officer}}
- Unit that receives and handles personal data incidents: {{incident_desk}}

{{/contacts}}
When you contact us, please quote the reference code {{code}}. We will never ask for your password or a one-time code, or ask you to transfer money because of this incident.
{{#public_url}}
Updates are published at: {{public_url}}
{{/public_url}}

Yours faithfully,
{{organisation}}
)text"},
    DefaultTemplate{
        "notice.en.short",
        R"text({{organisation}}: your {{kinds_short}} is affected by an incident found on {{detected_day}}. Beware of unexpected calls and texts; never give passwords or OTPs.{{#hotline}} Details: {{#site}}{{site}} or {{/site}}call {{hotline}}.{{/hotline}} Code: {{code}}
)text"},
    DefaultTemplate{"notice.en.subject", R"text(Notice of an incident affecting your personal data - {{organisation}}
)text"},
    DefaultTemplate{"notice.vi.body", R"text(Kính gửi: {{name}},

{{organisation}} trân trọng thông báo tới Quý khách về một sự cố vi phạm quy định bảo vệ dữ liệu cá nhân có ảnh hưởng đến dữ liệu của Quý khách. Chúng tôi thành thật xin lỗi Quý khách vì sự cố này. Thông báo được gửi theo {{citations}}.

{{#when_how_detected}}
{{number}}. Thời điểm và hình thức phát hiện vi phạm
- Thời điểm phát hiện: {{detected_at}}.
- Hình thức phát hiện: {{detected_how}}

{{/when_how_detected}}
{{#nature}}
{{number}}. Tính chất của việc vi phạm
{{#occurred}}
- Thời gian: {{occurred}}.
{{/occurred}}
{{#place}}
- Địa điểm: {{place}}
{{/place}}
{{#act}}
- Hành vi: {{act}}.
{{/act}}
{{#parties}}
- Tổ chức, cá nhân liên quan: {{parties}}
{{/parties}}
{{#description}}
- Mô tả: {{description}}
{{/description}}
{{#kinds_counted}}
- Loại dữ liệu cá nhân và số lượng dữ liệu liên quan: {{kinds_counted}}.
{{/kinds_counted}}

{{/nature}}
{{#kinds}}
{{number}}. Loại dữ liệu bị ảnh hưởng
{{kinds_text}}.

{{/kinds}}
{{#consequences}}
{{number}}. Hậu quả, thiệt hại có thể xảy ra
{{consequences_text}}

{{/consequences}}
{{#severity_and_risks}}
{{number}}. Mức độ nghiêm trọng và các rủi ro có thể xảy ra đối với quyền và lợi ích hợp pháp của Quý khách
{{severity_and_risks_text}}

{{/severity_and_risks}}
{{#measures}}
{{number}}. Biện pháp đã, đang và sẽ được thực hiện để khắc phục sự cố và giảm thiểu thiệt hại
{{measures_text}}

{{/measures}}
{{#guidance}}
{{number}}. Hướng dẫn Quý khách thực hiện các biện pháp phòng ngừa, ngăn chặn tiếp theo
{{guidance_text}}

{{/guidance}}
{{#contacts}}
{{number}}. Thông tin liên hệ
- Bộ phận, nhân sự bảo vệ dữ liệu cá nhân: {{data_protection_officer}}
- Bộ phận tiếp nhận, xử lý sự cố dữ liệu cá nhân: {{incident_desk}}

{{/contacts}}
Khi liên hệ, Quý khách vui lòng cung cấp mã tra cứu: {{code}}. Chúng tôi không bao giờ hỏi mật khẩu, mã OTP hoặc yêu cầu Quý khách chuyển tiền để xử lý sự cố này.
{{#public_url}}
Thông tin cập nhật được đăng tại: {{public_url}}
{{/public_url}}

Trân trọng,
{{organisation}}
)text"},
    DefaultTemplate{
        "notice.vi.short",
        R"text({{organisation}}: {{kinds_short}} của Quý khách bị ảnh hưởng bởi sự cố phát hiện {{detected_day}}. Xin cảnh giác cuộc gọi, tin nhắn lạ; không cung cấp mật khẩu, OTP.{{#hotline}} Chi tiết: {{#site}}{{site}} hoặc {{/site}}gọi {{hotline}}.{{/hotline}} Mã: {{code}}
)text"},
    DefaultTemplate{"notice.vi.subject", R"text(Thông báo về sự cố dữ liệu cá nhân của Quý khách - {{organisation}}
)text"},
    DefaultTemplate{"public.en", R"text(<h1>Notice of a personal data incident</h1>
<p class="meta">First published: <time datetime="{{published_utc}}">{{published}}</time>.<br/>
Last updated: <time datetime="{{updated_utc}}">{{updated}}</time>. Notice code: {{id}}, revision {{version}}.</p>
<p>{{organisation}} gives public notice of a breach of personal data protection rules and sincerely apologises to the people affected. The Vietnamese text prevails; statements of fact may be given in Vietnamese.</p>
<h2>1. When and how the breach was detected</h2>
<p>Detected at: {{detected_at}}.</p>
{{#occurred}}<p>Time of the event: {{occurred}}.</p>
{{/occurred}}
<p>Act: {{act}}.</p>
{{#place}}<p>Place: {{place}}</p>
{{/place}}
{{#detected_how}}<p lang="vi">{{line}}</p>
{{/detected_how}}
{{^detected_how}}<p class="open">We are still establishing this and will update this page.</p>
{{/detected_how}}
<h2>2. Kinds of data affected</h2>
{{#has_kinds}}<ul>
{{#kinds}}<li>{{line}}</li>
{{/kinds}}
</ul>
{{/has_kinds}}
{{^has_kinds}}<p class="open">We are still establishing this and will update this page.</p>
{{/has_kinds}}
{{#description}}<p lang="vi">{{line}}</p>
{{/description}}
<h2>3. How serious it is, and the risks that may follow</h2>
{{#severity_and_risks}}<p lang="vi">{{line}}</p>
{{/severity_and_risks}}
{{#consequences}}<p lang="vi">{{line}}</p>
{{/consequences}}
{{^has_risks}}<p class="open">We are still establishing this and will update this page.</p>
{{/has_risks}}
<h2>4. Measures taken, under way and planned</h2>
{{#measures}}<p lang="vi">{{line}}</p>
{{/measures}}
{{^measures}}<p class="open">We are still establishing this and will update this page.</p>
{{/measures}}
{{#remedied}}<p>The incident was remedied at {{remedied}}.</p>
{{/remedied}}
<h2>5. What you should do to protect yourself</h2>
{{#guidance}}<p lang="vi">{{line}}</p>
{{/guidance}}
<p>Beware of unexpected calls, texts and e-mail that use this incident as a pretext. We will never ask for your password or a one-time code, or ask you to transfer money because of it.</p>
<h2>6. Contacts</h2>
<address>
{{#data_protection_officer}}<p><strong>Personal data protection unit or officer:</strong> {{data_protection_officer}}</p>
{{/data_protection_officer}}
{{#incident_desk}}<p><strong>Unit that receives and handles personal data incidents:</strong> {{incident_desk}}</p>
{{/incident_desk}}
</address>
<h2>7. Individual notices go on</h2>
{{#progress}}<p>{{told}} of {{subjects}} people affected have been told individually.</p>
{{/progress}}
<p>Individual notices to the people affected are still being sent; this public notice does not replace them. If you believe you may be affected and have had no individual notice, please use the contacts in section 6.</p>
)text"},
    DefaultTemplate{"public.vi", R"text(<h1>Thông báo về sự cố dữ liệu cá nhân</h1>
<p class="meta">Đăng lần đầu: <time datetime="{{published_utc}}">{{published}}</time>.<br/>
Cập nhật lần cuối: <time datetime="{{updated_utc}}">{{updated}}</time>. Mã thông báo: {{id}}, bản {{version}}.</p>
<p>{{organisation}} thông báo công khai về một sự cố vi phạm quy định bảo vệ dữ liệu cá nhân và thành thật xin lỗi những người bị ảnh hưởng.</p>
<h2>1. Thời điểm và hình thức phát hiện vi phạm</h2>
<p>Thời điểm phát hiện: {{detected_at}}.</p>
{{#occurred}}<p>Thời gian xảy ra: {{occurred}}.</p>
{{/occurred}}
<p>Hành vi vi phạm: {{act}}.</p>
{{#place}}<p>Địa điểm: {{place}}</p>
{{/place}}
{{#detected_how}}<p>{{line}}</p>
{{/detected_how}}
{{^detected_how}}<p class="open">Chúng tôi đang xác minh và sẽ cập nhật tại trang này.</p>
{{/detected_how}}
<h2>2. Loại dữ liệu bị ảnh hưởng</h2>
{{#has_kinds}}<ul>
{{#kinds}}<li>{{line}}</li>
{{/kinds}}
</ul>
{{/has_kinds}}
{{^has_kinds}}<p class="open">Chúng tôi đang xác minh và sẽ cập nhật tại trang này.</p>
{{/has_kinds}}
{{#description}}<p>{{line}}</p>
{{/description}}
<h2>3. Mức độ nghiêm trọng và các rủi ro có thể xảy ra</h2>
{{#severity_and_risks}}<p>{{line}}</p>
{{/severity_and_risks}}
{{#consequences}}<p>{{line}}</p>
{{/consequences}}
{{^has_risks}}<p class="open">Chúng tôi đang xác minh và sẽ cập nhật tại trang này.</p>
{{/has_risks}}
<h2>4. Biện pháp đã, đang và sẽ được thực hiện</h2>
{{#measures}}<p>{{line}}</p>
{{/measures}}
{{^measures}}<p class="open">Chúng tôi đang xác minh và sẽ cập nhật tại trang này.</p>
{{/measures}}
{{#remedied}}<p>Sự cố đã được khắc phục xong: {{remedied}}.</p>
{{/remedied}}
<h2>5. Hướng dẫn phòng ngừa, ngăn chặn tiếp theo</h2>
{{#guidance}}<p>{{line}}</p>
{{/guidance}}
<p>Xin cảnh giác với cuộc gọi, tin nhắn, thư điện tử lạ lấy cớ sự cố này. Chúng tôi không bao giờ hỏi mật khẩu, mã OTP hoặc yêu cầu chuyển tiền để xử lý sự cố.</p>
<h2>6. Thông tin liên hệ</h2>
<address>
{{#data_protection_officer}}<p><strong>Bộ phận, nhân sự bảo vệ dữ liệu cá nhân:</strong> {{data_protection_officer}}</p>
{{/data_protection_officer}}
{{#incident_desk}}<p><strong>Bộ phận tiếp nhận, xử lý sự cố dữ liệu cá nhân:</strong> {{incident_desk}}</p>
{{/incident_desk}}
</address>
<h2>7. Thông báo riêng tới từng người vẫn tiếp tục</h2>
{{#progress}}<p>Đã thông báo riêng cho {{told}} trên tổng số {{subjects}} người bị ảnh hưởng.</p>
{{/progress}}
<p>Việc gửi thông báo riêng tới từng chủ thể dữ liệu cá nhân bị ảnh hưởng vẫn đang tiếp tục; thông báo công khai này không thay thế thông báo riêng. Nếu cho rằng mình có thể bị ảnh hưởng mà chưa nhận được thông báo riêng, xin liên hệ theo thông tin ở mục 6.</p>
)text"},
};

}  // namespace

std::string_view default_template(std::string_view name) {
    for (const auto& known : kDefaults)
        if (known.name == name) return known.text;
    return "";
}

}  // namespace breachd
