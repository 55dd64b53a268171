// A small IMAP server on 127.0.0.1 with faults on demand: one folder, one password, one connection at a time.
#pragma once

#include <sys/socket.h>

#include <map>
#include <mutex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "testkit/sockets.hpp"

namespace breachd::bounces {

class ImapServer {
    template <class Do>
    auto locked(Do&& work) {
        std::lock_guard lock(mutex_);
        return work();
    }

  public:
    struct Mail {
        std::string bytes;
        bool read = false;
    };
    struct Faults {
        std::set<unsigned> not_given;  // answered with NO
        std::set<unsigned> ends_at;    // the connection ends when one of them is asked for
        bool read_only = false, no_marks = false, no_folder = false;
    };

    std::string url() const { return "imap://" + server_.address(); }
    void put(unsigned id, const std::string& mail) {
        locked([&] { mails_[id] = {mail, false}; });
    }
    void fail(Faults faults) {
        locked([&] { faults_ = std::move(faults); });
    }
    bool read(unsigned id) {
        return locked([&] { return mails_[id].read; });
    }
    std::size_t unread() {
        return locked([&] {
            std::size_t out = 0;
            for (const auto& [id, mail] : mails_) out += mail.read ? 0 : 1;
            return out;
        });
    }
    std::vector<std::string> said() {
        return locked([&] { return said_; });
    }
    int connections() {
        return locked([&] { return connections_; });
    }

  private:
    void serve(int fd) {
        locked([&] { ++connections_; });
        std::string input;
        if (!testkit::say(fd, "* OK ready\r\n")) return;
        for (char chunk[4096];;) {
            auto end = input.find("\r\n");
            if (end == std::string::npos) {
                auto got = ::recv(fd, chunk, sizeof chunk, 0);
                if (got <= 0) return;
                input.append(chunk, static_cast<std::size_t>(got));
                continue;
            }
            auto line = input.substr(0, end);
            input.erase(0, end + 2);
            auto answer = locked([&] { return answer_to(line); });
            if (answer.empty() || !testkit::say(fd, answer)) return;
        }
    }
    std::string answer_to(const std::string& line) {
        said_.push_back(line);
        auto blank = line.find(' ');
        auto tag = line.substr(0, blank), command = line.substr(blank + 1);
        auto ok = tag + " OK done\r\n", no = tag + " NO a word about nguoi@vidu.test\r\n";
        if (command == "CAPABILITY") return "* CAPABILITY IMAP4rev1\r\n" + ok;
        if (command.starts_with("LOGIN")) return command == "LOGIN tra-ve dung" ? ok : no;
        if (command.starts_with("SELECT"))
            return faults_.no_folder   ? no
                   : faults_.read_only ? tag + " OK [READ-ONLY] done\r\n"
                                       : "* 1 EXISTS\r\n" + ok;
        if (command == "UID SEARCH UNSEEN") {
            std::string out = "* SEARCH";
            for (const auto& [id, mail] : mails_)
                if (!mail.read) out += " " + std::to_string(id);
            return out + "\r\n" + ok;
        }
        if (command.starts_with("UID FETCH "))
            return fetch(static_cast<unsigned>(std::stoul(command.substr(10))), ok, no);
        if (command.starts_with("UID STORE ")) return faults_.no_marks ? no : store(command.substr(10), ok);
        return "";
    }
    std::string fetch(unsigned id, const std::string& ok, const std::string& no) {
        if (faults_.ends_at.count(id) != 0) return "";
        if (faults_.not_given.count(id) != 0) return no;
        const auto& mail = mails_[id].bytes;
        return "* 1 FETCH (UID " + std::to_string(id) + " BODY[]<0> {" + std::to_string(mail.size()) + "}\r\n" + mail +
               ")\r\n" + ok;
    }
    std::string store(const std::string& ids, const std::string& ok) {
        std::istringstream in(ids);
        for (unsigned id = 0; in >> id; in.ignore()) mails_[id].read = true;
        return ok;
    }

    std::mutex mutex_;
    std::map<unsigned, Mail> mails_;
    Faults faults_;
    std::vector<std::string> said_;
    int connections_ = 0;
    testkit::TcpServer server_{[this](int fd) { serve(fd); }};
};

}  // namespace breachd::bounces
