#include "report/zip.hpp"

#include <fmt/format.h>
#include <zip.h>

#include <array>
#include <memory>
#include <set>

namespace breachd::report {

namespace {

struct Free {
    void operator()(zip_t* p) const { zip_discard(p); }
    void operator()(zip_source_t* p) const { zip_source_free(p); }
    void operator()(zip_file_t* p) const { zip_fclose(p); }
};
template <class T>
using Owned = std::unique_ptr<T, Free>;

Error failed(std::string what, std::string where = "") {
    return {ErrorCode::unprocessable, std::move(what), std::move(where)};
}

Error too_large(std::string limit) { return {ErrorCode::too_large, "the archive passes the limit of " + limit, ""}; }

struct DosTime {
    zip_uint16_t time, date;
};

DosTime dos_time(Instant at) {
    auto local = at + kVietnamOffset;
    auto day = std::chrono::floor<std::chrono::days>(local);
    std::chrono::year_month_day date{day};
    std::chrono::hh_mm_ss time{std::chrono::floor<std::chrono::seconds>(local - day)};
    if (int(date.year()) < 1980 || int(date.year()) > 2107) return {0, (1 << 5) | 1};
    return {
        zip_uint16_t(time.hours().count() << 11 | time.minutes().count() << 5 | time.seconds().count() / 2),
        zip_uint16_t((int(date.year()) - 1980) << 9 | int(unsigned(date.month())) << 5 | int(unsigned(date.day())))};
}

Result<std::string> contents(zip_source_t* source) {
    zip_stat_t size;
    zip_stat_init(&size);
    if (zip_source_stat(source, &size) != 0 || zip_source_open(source) != 0)
        return failed("archive cannot be read back");
    std::string out(size.size, '\0');
    auto read = zip_source_read(source, out.data(), out.size());
    zip_source_close(source);
    if (read < 0 || std::size_t(read) != out.size()) return failed("archive cannot be read back");
    return out;
}

// Takes memory for what is really there, never for what the member says, and stops one byte behind that.
Result<std::string> unpack(zip_t* archive, zip_uint64_t index, const zip_stat_t& member) {
    Owned<zip_file_t> file(zip_fopen_index(archive, index, 0));
    if (!file) return failed("member cannot be opened", member.name);
    std::string out;
    std::array<char, 65536> piece;
    while (out.size() <= member.size) {
        auto read = zip_fread(file.get(), piece.data(), piece.size());
        if (read < 0) return failed("member is damaged", member.name);
        if (read == 0) break;
        out.append(piece.data(), std::size_t(read));
    }
    if (out.size() != member.size) return failed("member has another size than it says", member.name);
    return out;
}

bool safe_name(std::string_view name) {
    if (name.empty() || name.front() == '/' || name.size() > 255) return false;
    for (char c : name)
        if (static_cast<unsigned char>(c) < 0x20 || c == '\\' || c == ':') return false;
    return name != ".." && name.find("../") == std::string_view::npos;
}

}  // namespace

Result<std::string> write_zip(const std::vector<BundleFile>& members, Instant at) {
    zip_error_t error;
    zip_error_init(&error);
    Owned<zip_source_t> target(zip_source_buffer_create(nullptr, 0, 0, &error));
    Owned<zip_t> archive(target ? zip_open_from_source(target.get(), ZIP_CREATE | ZIP_TRUNCATE, &error) : nullptr);
    zip_error_fini(&error);
    if (!archive) return failed("archive cannot be made");
    zip_source_keep(target.get());  // the archive takes one reference, the bytes are read through the other
    auto stamp = dos_time(at);
    for (const auto& member : members) {
        auto* source = zip_source_buffer(archive.get(), member.bytes.data(), member.bytes.size(), 0);
        auto index = source ? zip_file_add(archive.get(), member.name.c_str(), source, ZIP_FL_ENC_UTF_8) : -1;
        if (source && index < 0) zip_source_free(source);
        if (index < 0 || zip_file_set_dostime(archive.get(), zip_uint64_t(index), stamp.time, stamp.date, 0) != 0 ||
            zip_set_file_compression(archive.get(), zip_uint64_t(index), ZIP_CM_DEFLATE, 9) != 0)
            return failed("member cannot be added", member.name);
    }
    if (zip_close(archive.get()) != 0) return failed("archive cannot be finished");
    (void)archive.release();
    return contents(target.get());
}

Result<std::vector<BundleFile>> read_zip(std::string_view bytes) {
    if (bytes.size() > kZipBytesMax) return too_large(fmt::format("{} bytes", kZipBytesMax));
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, &error);
    Owned<zip_t> archive(source ? zip_open_from_source(source, ZIP_RDONLY | ZIP_CHECKCONS, &error) : nullptr);
    if (source && !archive) zip_source_free(source);
    zip_error_fini(&error);
    if (!archive) return failed("not a zip archive, or a damaged one");
    auto count = zip_get_num_entries(archive.get(), 0);
    if (count < 0 || std::size_t(count) > kZipMembersMax) return too_large(fmt::format("{} members", kZipMembersMax));
    std::vector<BundleFile> out;
    std::set<std::string> names;
    std::size_t total = 0;
    for (zip_uint64_t i = 0; i < zip_uint64_t(count); ++i) {
        zip_stat_t member;
        constexpr zip_uint64_t kNeeded = ZIP_STAT_NAME | ZIP_STAT_SIZE;
        if (zip_stat_index(archive.get(), i, 0, &member) != 0 || (member.valid & kNeeded) != kNeeded)
            return failed("member has no name or size", std::to_string(i));
        if (!safe_name(member.name) || !names.insert(member.name).second)
            return failed("member has an unsafe or repeated name", std::to_string(i));
        if (member.size > kZipMemberBytesMax)
            return too_large(fmt::format("{} bytes in one member", kZipMemberBytesMax));
        if ((total += member.size) > kZipUnpackedBytesMax)
            return too_large(fmt::format("{} bytes in all members", kZipUnpackedBytesMax));
        auto unpacked = unpack(archive.get(), i, member);
        if (!unpacked) return unpacked.error();
        out.push_back({member.name, std::move(*unpacked)});
    }
    return out;
}

}  // namespace breachd::report
