#include "testkit/http.hpp"

#include <httplib.h>

#include <algorithm>
#include <thread>

#include "base/digest.hpp"
#include "testkit/process.hpp"

namespace breachd::testkit {

namespace {

std::map<std::string, std::string> lower_case(const httplib::Headers& headers) {
    std::map<std::string, std::string> out;
    for (const auto& [name, value] : headers) {
        std::string lower = name;
        std::transform(lower.begin(), lower.end(), lower.begin(),
                       [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
        out[lower] = value;
    }
    return out;
}

}  // namespace

json::value HttpReply::parsed() const {
    auto value = parse_json(body);
    return value ? *value : json::value(nullptr);
}

std::string HttpReply::header(const std::string& name) const {
    auto found = headers.find(name);
    return found == headers.end() ? "" : found->second;
}

HttpReply http(const std::string& base_url, const std::string& method, const std::string& path, const std::string& body,
               const HttpHeaders& headers) {
    httplib::Client client(base_url);
    client.set_read_timeout(60);
    httplib::Request request;
    request.method = method;
    request.path = path;
    request.body = body;
    for (const auto& [name, value] : headers) request.set_header(name.c_str(), value);
    auto result = client.send(request);
    if (!result) return {};
    return {result->status, result->body, lower_case(result->headers)};
}

struct WebhookReceiver::Server {
    httplib::Server http;
    int port = 0;
    std::thread thread;
    mutable std::mutex mutex;
    std::vector<Received> received;
    std::function<Reply(const Received&)> decide;

    Reply take(Received one) {
        std::lock_guard lock(mutex);
        auto reply = decide ? decide(one) : Reply{};
        received.push_back(std::move(one));
        return reply;
    }
};

WebhookReceiver::WebhookReceiver() : server_(std::make_unique<Server>()) {
    auto take = [this](const httplib::Request& request, httplib::Response& response) {
        auto reply = server_->take({request.path, request.body, lower_case(request.headers)});
        std::this_thread::sleep_for(reply.delay);
        response.status = reply.status;
        response.set_content(reply.body, reply.content_type.c_str());
    };
    server_->http.Get(".*", take);
    server_->http.Post(".*", take);
    server_->port = server_->http.bind_to_any_port("127.0.0.1");
    server_->thread = std::thread([this] { server_->http.listen_after_bind(); });
    wait_until([this] { return server_->http.is_running(); });
}

WebhookReceiver::~WebhookReceiver() {
    server_->http.stop();
    server_->thread.join();
}

int WebhookReceiver::port() const { return server_->port; }

std::string WebhookReceiver::url(const std::string& path) const {
    return "http://127.0.0.1:" + std::to_string(server_->port) + path;
}

std::vector<Received> WebhookReceiver::received(const std::string& path) const {
    std::lock_guard lock(server_->mutex);
    std::vector<Received> out;
    for (const auto& one : server_->received)
        if (path.empty() || one.path == path) out.push_back(one);
    return out;
}

bool WebhookReceiver::wait_for(std::size_t count, const std::string& path, std::chrono::milliseconds limit) const {
    return wait_until([&] { return received(path).size() >= count; }, limit);
}

void WebhookReceiver::answer(std::function<Reply(const Received&)> decide) {
    std::lock_guard lock(server_->mutex);
    server_->decide = std::move(decide);
}

HttpHeaders signed_hook(const std::string& secret, const std::string& id, const std::string& body,
                        std::chrono::seconds offset) {
    auto now = std::chrono::system_clock::now() + offset;
    auto at = std::to_string(std::chrono::duration_cast<std::chrono::seconds>(now.time_since_epoch()).count());
    auto key = from_base64(secret.substr(secret.rfind('_') + 1));
    auto signature = hmac_sha256(key ? *key : std::string(), id + "." + at + "." + body);
    return {{"webhook-id", id},
            {"webhook-timestamp", at},
            {"webhook-signature", "v1," + base64(as_bytes(signature))},
            {"Content-Type", "application/json"}};
}

}  // namespace breachd::testkit
