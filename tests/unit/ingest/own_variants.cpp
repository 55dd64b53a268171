// Payloads as the products write them beyond the first of own_samples.cpp: other versions, wrappers, carriers, defects.
#include "own_samples.hpp"

namespace breachd::ingest {

const std::vector<OwnSample>& own_variants() {
    static const std::vector<OwnSample> kVariants = {
        // file integrity names the file and who changed it
        {"wazuh",
         R"({"timestamp":"2026-11-22T02:15:02.331+0000","rule":{"level":7,"description":"Integrity checksum changed.","id":"550","mitre":{"id":["T1565.001"],"tactic":["Impact"]},"firedtimes":1,"mail":false,"groups":["ossec","syscheck","syscheck_entry_modified"],"gdpr":["II_5.1.f"]},"agent":{"id":"005","name":"files-1","ip":"10.0.2.5"},"manager":{"name":"wazuh-1"},"id":"1795313702.1","full_log":"File '/srv/x' modified","syscheck":{"path":"/srv/export/customers.csv","mode":"whodata","audit":{"user":{"id":"1000","name":"an"},"login_user":{"id":"1000","name":"an"}},"uname_after":"root","event":"modified"},"decoder":{"name":"syscheck_integrity_changed"},"location":"syscheck"})",
         R"({"external_id":"wazuh:wazuh-1:1795313702.1","title":"Integrity checksum changed.","severity":47,"occurred_at":"2026-11-22T02:15:02.331Z","detected_at":"2026-11-22T02:15:02.331Z","hosts":["files-1","10.0.2.5"],"users":["an"],"tables":["/srv/export/customers.csv"],"tags":["ossec","syscheck","syscheck_entry_modified","T1565.001"],"rule_id":"550"})"},
        // a vulnerability is an alert of the rule's level
        {"wazuh",
         R"({"timestamp":"2026-11-22T02:15:02.331+0000","rule":{"level":13,"description":"CVE-2026-1111 affects openssl","id":"23506","groups":["vulnerability-detector"]},"agent":{"id":"001","name":"web-1","ip":"10.0.2.6"},"manager":{"name":"m"},"id":"1.2","decoder":{"name":"json"},"data":{"vulnerability":{"cve":"CVE-2026-1111","severity":"Critical","package":{"name":"openssl"}}},"location":"vulnerability-detector"})",
         R"({"external_id":"wazuh:m:1.2","title":"CVE-2026-1111 affects openssl","severity":87,"occurred_at":"2026-11-22T02:15:02.331Z","detected_at":"2026-11-22T02:15:02.331Z","hosts":["web-1","10.0.2.6"],"tags":["vulnerability-detector"],"rule_id":"23506"})"},
        // a level written as a text; of a Windows event the account it is about
        {"wazuh",
         R"({"timestamp":"2026-11-22T09:15:02.331+0700","rule":{"level":"10","description":"User account created","id":60109,"groups":["windows"]},"agent":{"id":"002","name":"DC1","ip":"10.0.0.10"},"manager":{"name":"m"},"id":"1.3","data":{"win":{"system":{"computer":"dc1.vidu.test","eventID":"4720"},"eventdata":{"targetUserName":"tmp","subjectUserName":"admin"}}},"location":"EventChannel"})",
         R"({"external_id":"wazuh:m:1.3","title":"User account created","severity":67,"occurred_at":"2026-11-22T02:15:02.331Z","detected_at":"2026-11-22T02:15:02.331Z","hosts":["DC1","10.0.0.10"],"users":["tmp"],"tags":["windows"],"rule_id":"60109"})"},
        // Office 365 through the manager: the account and the document
        {"wazuh",
         R"({"timestamp":"2026-11-22T09:15:02.331+0700","rule":{"level":3,"description":"Office 365: SharePoint file downloaded","id":"91537","groups":["office365"]},"agent":{"id":"000","name":"mgr"},"manager":{"name":"mgr"},"id":"1.4","data":{"integration":"office365","office365":{"UserId":"binh@vidu.test","Operation":"FileDownloaded","ObjectId":"https://vidu.test/a.xlsx","ClientIP":"203.0.113.1"}},"location":"office365"})",
         R"({"external_id":"wazuh:mgr:1.4","title":"Office 365: SharePoint file downloaded","severity":20,"occurred_at":"2026-11-22T02:15:02.331Z","detected_at":"2026-11-22T02:15:02.331Z","hosts":["mgr"],"users":["binh@vidu.test"],"tables":["https://vidu.test/a.xlsx"],"tags":["office365"],"rule_id":"91537"})"},
        // a hit of the indexer; the bucket of a CloudTrail event
        {"wazuh",
         R"({"_index":"wazuh-alerts-4.x-2026.11.22","_id":"abc","_source":{"timestamp":"2026-11-22T09:15:02.331+0700","@timestamp":"2026-11-22T02:15:02.331Z","rule":{"level":3,"description":"AWS Cloudtrail: s3 GetObject","id":"80202"},"agent":{"id":"000","name":"mgr"},"manager":{"name":"mgr"},"id":"1.5","data":{"aws":{"source":"cloudtrail","userIdentity":{"type":"IAMUser","userName":"ci","arn":"arn:aws:iam::1:user/ci"},"requestParameters":{"bucketName":"exports"}}}}})",
         R"({"external_id":"wazuh:mgr:1.5","title":"AWS Cloudtrail: s3 GetObject","severity":20,"occurred_at":"2026-11-22T02:15:02.331Z","detected_at":"2026-11-22T02:15:02.331Z","hosts":["mgr"],"users":["ci"],"tables":["exports"],"rule_id":"80202"})"},
        // the wrapper for Shuffle with null where a value may be
        {"wazuh",
         R"({"severity":1,"pretext":"WAZUH Alert","title":"t","text":null,"rule_id":"5710","timestamp":"2026-11-22T02:15:02.331+0000","id":"1.6","all_fields":{"timestamp":"2026-11-22T02:15:02.331+0000","rule":{"level":5,"description":"d","id":"5710"},"agent":{"id":"000","name":"mgr","ip":null},"manager":{"name":"mgr"},"id":"1.6","predecoder":null,"data":null}})",
         R"({"external_id":"wazuh:mgr:1.6","title":"d","severity":33,"occurred_at":"2026-11-22T02:15:02.331Z","detected_at":"2026-11-22T02:15:02.331Z","hosts":["mgr"],"rule_id":"5710"})"},
        // multivalue columns, a fraction of a second, a search without a name
        {"splunk",
         R"({"result":{"_time":"1795313702.123","host":["h1","h2"],"user":["an","binh",""],"dest":"","severity":"warning","count":"7","tag::eventtype":["a","b"]},"sid":"scheduler__admin__search__RMD5_at_1795313760_7","search_name":null,"owner":null,"app":"search"})",
         R"({"title":"Splunk alert","severity":50,"occurred_at":"2026-11-22T02:15:02.123Z","hosts":["h1","h2"],"users":["an","binh"],"tags":["a","b"],"records":7})"},
        // a time with a zone and ES's urgency
        {"splunk",
         R"({"result":{"_time":"2026-11-22T09:15:02.000+07:00","urgency":"critical","src":"10.1.1.1","records":"45"},"sid":"s","search_name":"Exfil","results_link":""})",
         R"({"title":"Exfil","severity":95,"occurred_at":"2026-11-22T02:15:02Z","hosts":["10.1.1.1"],"records":45,"rule_id":"Exfil"})"},
        // a signal of 7.x
        {"elastic",
         R"({"@timestamp":"2026-11-22T02:15:02.331Z","signal":{"rule":{"id":"r","name":"Old signal","severity":"high","risk_score":73,"tags":["x"]},"original_time":"2026-11-22T02:10:00Z","status":"in-progress","group":{"id":"g"}},"host":{"name":"h","hostname":"H"},"user":{"name":"an"},"source":{"ip":"1.2.3.4"},"destination":{"ip":"5.6.7.8"}})",
         R"({"title":"Old signal","severity":73,"occurred_at":"2026-11-22T02:10:00Z","detected_at":"2026-11-22T02:15:02.331Z","hosts":["h","1.2.3.4"],"users":["an"],"tags":["x"],"status":"acknowledged","rule_id":"r"})"},
        // a building block of 7.x is none
        {"elastic",
         R"({"signal":{"rule":{"name":"bb","building_block_type":"default"}},"@timestamp":"2026-11-22T02:15:02.331Z"})",
         R"([])"},
        // a rule action's context holds the alerts
        {"elastic",
         R"({"rule":{"id":"r1","name":"Bulk export"},"context":{"rule":{"name":"Bulk export","severity":"critical","risk_score":"99"},"results_link":"x","alerts":[{"kibana.alert.uuid":"u1","kibana.alert.rule.name":"Bulk export","kibana.alert.risk_score":21,"host":{"name":["h1","h2"]}},{"kibana":{"alert":{"uuid":"u2","rule":{"name":"Bulk export"},"severity":"critical","status":"recovered"}}}]}})",
         R"([{"external_id":"elastic:u1","title":"Bulk export","severity":21,"hosts":["h1","h2"]},{"external_id":"elastic:u2","title":"Bulk export","severity":99,"status":"resolved"}])"},
        // a summary of alerts by rule
        {"elastic",
         R"({"alerts":{"new":{"count":1,"data":[{"kibana.alert.uuid":"u3","kibana.alert.rule.name":"N","kibana.alert.start":"2026-11-22T02:15:02.331Z"}]},"ongoing":{"count":0,"data":[]},"recovered":{"count":1,"data":[{"kibana.alert.uuid":"u4","kibana.alert.rule.name":"R","kibana.alert.status":"recovered"}]}}})",
         R"([{"external_id":"elastic:u3","title":"N","severity":50,"occurred_at":"2026-11-22T02:15:02.331Z","detected_at":"2026-11-22T02:15:02.331Z"},{"external_id":"elastic:u4","title":"R","severity":50,"status":"resolved"}])"},
        // alerts with nothing between them
        {"elastic",
         R"({"kibana.alert.uuid":"a1","kibana.alert.rule.name":"A","kibana.alert.severity":"low"}{"kibana.alert.uuid":"a2","kibana.alert.rule.name":"B"}
{"kibana.alert.uuid":"a3","kibana.alert.rule.name":"C"})",
         R"([{"external_id":"elastic:a1","title":"A","severity":21},{"external_id":"elastic:a2","title":"B","severity":50},{"external_id":"elastic:a3","title":"C","severity":50}])"},
        // a rule action's own template
        {"elastic",
         R"({"rule":{"name":"Tpl","id":"9"},"alert":{"uuid":"tpl-1","id":"query matched"},"date":"2026-11-22T02:15:02.331Z","severity":"high","host.name":"h9"})",
         R"({"external_id":"elastic:tpl-1","title":"Tpl","severity":73,"occurred_at":"2026-11-22T02:15:02.331Z","detected_at":"2026-11-22T02:15:02.331Z","hosts":["h9"],"rule_id":"9"})"},
        // the group's status when the alert has none, IPv6 with a port
        {"alertmanager",
         R"({"version":"4","groupKey":"g","truncatedAlerts":2,"status":"resolved","receiver":"r","groupLabels":{},"commonLabels":{"alertname":"A"},"commonAnnotations":{},"externalURL":"x","alerts":[{"labels":{"alertname":"A","instance":"[::1]:9090","severity":"Error"},"annotations":null,"startsAt":"2026-11-22T02:15:02.331Z","endsAt":"2026-11-22T03:15:02.331Z","generatorURL":"","fingerprint":null}]})",
         R"({"external_id":"alertmanager:d2a345118bbe7549:2026-11-22T02:15:02.331Z","title":"A","severity":75,"occurred_at":"2026-11-22T02:15:02.331Z","detected_at":"2026-11-22T02:15:02.331Z","hosts":["::1"],"tags":["instance=[::1]:9090"],"status":"resolved","rule_id":"A"})"},
        // Grafana's own alarm about a rule
        {"grafana",
         R"({"receiver":"r","status":"firing","alerts":[{"status":"firing","labels":{"alertname":"DatasourceNoData","grafana_folder":"f","rulename":"x"},"annotations":{},"startsAt":"2026-11-22T02:15:02.331Z","endsAt":"0001-01-01T00:00:00Z","generatorURL":"?orgId=1","fingerprint":"ff","values":null,"valueString":""}],"orgId":1,"appVersion":"12.1.0"})",
         R"({"external_id":"grafana:ff:2026-11-22T02:15:02.331Z","title":"DatasourceNoData","severity":50,"occurred_at":"2026-11-22T02:15:02.331Z","detected_at":"2026-11-22T02:15:02.331Z","tags":["grafana_folder=f","rulename=x","health"],"rule_id":"DatasourceNoData"})"},
        // the test button of a dashboard alert
        {"grafana",
         R"({"dashboardId":1,"evalMatches":[{"value":100,"metric":"High","tags":{"host":"db-1"}}],"message":"m","orgId":1,"panelId":2,"ruleId":1,"ruleName":"Test notification","ruleUrl":"x","state":"alerting","tags":{},"title":"[Alerting] Test notification"})",
         R"({"title":"Test notification","severity":50,"hosts":["db-1"],"test":true,"rule_id":"1"})"},
        // the alarm callback of before 3.1
        {"graylog",
         R"({"check_result":{"result_description":"Stream had 5 messages","triggered_condition":{"id":"c1","type":"message_count","created_at":"2026-01-01T00:00:00.000Z","title":"Too many reads","parameters":{}},"triggered_at":"2026-11-22T02:15:02.331Z","triggered":true,"matching_messages":[{"index":"i","message":"m","timestamp":"2026-11-22T02:15:02.331Z","source":"db-1","fields":{"username":"ro"}}]},"stream":{"id":"s","title":"DB"}})",
         R"({"external_id":"graylog:c1:2026-11-22T02:15:02.331Z","title":"Too many reads","severity":50,"occurred_at":"2026-11-22T02:15:02.331Z","detected_at":"2026-11-22T02:15:02.331Z","hosts":["db-1"],"users":["ro"],"rule_id":"c1"})"},
        // the test notification
        {"graylog",
         R"({"event_definition_id":"NotificationTestId","event_definition_type":"test-dummy-v1","event_definition_title":"Event Definition Test Title","job_definition_id":"<unknown>","job_trigger_id":"<unknown>","event":{"id":"NotificationTestId","timestamp":"2020-05-20T11:35:11.117Z","timestamp_processing":"2020-05-20T11:35:11.117Z","priority":2,"alert":true,"fields":{"field1":"v"}},"backlog":[]})",
         R"({"external_id":"graylog:NotificationTestId","title":"Event Definition Test Title","severity":55,"occurred_at":"2020-05-20T11:35:11.117Z","detected_at":"2020-05-20T11:35:11.117Z","test":true,"rule_id":"NotificationTestId"})"},
        // an empty event
        {"graylog", R"({"event_definition_id":"d","event_definition_title":"T","event":{},"backlog":null})",
         R"({"title":"T","severity":50,"rule_id":"d"})"},
        // the wrappers of Filebeat, its module, and Fluentd
        {"suricata",
         R"({"@timestamp":"2026-11-22T02:15:02.331Z","message":"{\"timestamp\":\"2026-11-22T09:15:02.000001+0700\",\"flow_id\":5,\"event_type\":\"alert\",\"src_ip\":\"10.0.4.7\",\"dest_ip\":\"203.0.113.9\",\"alert\":{\"gid\":1,\"signature_id\":9,\"signature\":\"S\",\"severity\":255}}","agent":{"type":"filebeat"}}
{"@timestamp":"2026-11-22T02:15:02.331Z","suricata":{"eve":{"event_type":"alert","flow_id":"77","alert":{"signature_id":9,"signature":"S2","severity":1},"timestamp":null}},"source":{"ip":"10.0.0.1"},"destination":{"ip":"10.0.0.2"}}
{"log":"@cee:{\"timestamp\":\"2026-11-22T09:15:02.000001+0700\",\"flow_id\":6,\"event_type\":\"alert\",\"src_ip\":\"::1\",\"alert\":{\"signature_id\":9,\"signature\":\"S3\",\"severity\":2}}\n"})",
         R"([{"external_id":"suricata:5:-:1:9","title":"S","severity":20,"occurred_at":"2026-11-22T02:15:02Z","detected_at":"2026-11-22T02:15:02Z","hosts":["10.0.4.7","203.0.113.9"],"rule_id":"9"},{"external_id":"suricata:77:-:1:9","title":"S2","severity":85,"occurred_at":"2026-11-22T02:15:02.331Z","detected_at":"2026-11-22T02:15:02.331Z","hosts":["10.0.0.1","10.0.0.2"],"rule_id":"9"},{"external_id":"suricata:6:-:1:9","title":"S3","severity":60,"occurred_at":"2026-11-22T02:15:02Z","detected_at":"2026-11-22T02:15:02Z","hosts":["::1"],"rule_id":"9"}])"},
        // syslog's marker before every line
        {"suricata", R"(@cee: {"event_type":"alert","flow_id":1,"alert":{"signature":"a","signature_id":1,"severity":1}}
@cee:{"event_type":"flow"}
 @cee:{"event_type":"alert","flow_id":2,"alert":{"signature":"b","signature_id":1,"severity":1}})",
         R"([{"external_id":"suricata:1:-:1:1","title":"a","severity":85,"rule_id":"1"},{"external_id":"suricata:2:-:1:1","title":"b","severity":85,"rule_id":"1"}])"},
        // an audit event of Kubernetes without time, host and id
        {"falco",
         R"({"output":"o","priority":"warning","rule":"K8s secret read","source":"k8s_audit","time":null,"output_fields":{"evt.time":1795313702123456789,"ka.user.name":"system:admin","ka.target.name":"db-secret","ka.target.namespace":"prod","ka.verb":"get"},"tags":null})",
         R"({"title":"K8s secret read","severity":50,"occurred_at":"2026-11-22T02:15:02.123Z","detected_at":"2026-11-22T02:15:02.123Z","users":["system:admin"],"tables":["db-secret"],"tags":["k8s_audit"],"rule_id":"K8s secret read"})"},
        // Falcosidekick's test without tags
        {"falco",
         R"({"uuid":"1","output":"This is a test from falcosidekick","priority":"Debug","rule":"Test rule","time":"2026-11-22T02:15:02.331Z","source":"debug","output_fields":{"proc.name":"falcosidekick","user.name":"falcosidekick"},"hostname":"falcosidekick"})", R"({"external_id":"falco:1","title":"Test rule","severity":5,"occurred_at":"2026-11-22T02:15:02.331Z","detected_at":"2026-11-22T02:15:02.331Z","hosts":["falcosidekick"],"users":["falcosidekick"],"tags":["debug"],"test":true,"rule_id":"Test rule"})"},
        // classes that are no findings, words for ids, times of every unit
        {"ocsf",
         R"([{"class_uid":6003,"time":1,"actor":{"user":{"name":"x"}}},{"class_uid":2004,"severity":"Critical","status":"In Progress","time":"2026-11-22T02:15:02Z","finding_info":{"uid":"f1","title":"T"},"evidences":[{"src_endpoint":{"ip":"1.1.1.1"},"actor":{"user":{"email_addr":"an@vidu.test"}}}]},{"class_uid":2001,"severity_id":"3","time":1795313702123456,"finding":{"uid":"f2","title":"T2","created_time":1795313702123}},{"class_uid":2005,"severity_id":5,"time_dt":1795313702123,"finding_info_list":[{"uid":"f3","title":"T3"}],"status_id":2},{"class_uid":2006,"severity_id":4,"time":1795313702123,"finding_info":{"uid":"f4","title":"T4"},"data_security":{"category_id":6,"confidentiality":"Secret"},"databucket":{"name":"b1"},"unmapped":{"classification_details":{"result":{"sensitive_data":[{"category":"X","total_count":3},{"total_count":"4"}]}}}}])", R"([{"external_id":"ocsf:f1","title":"T","severity":90,"occurred_at":"2026-11-22T02:15:02Z","detected_at":"2026-11-22T02:15:02Z","hosts":["1.1.1.1"],"users":["an@vidu.test"],"status":"acknowledged"},{"external_id":"ocsf:f2","title":"T2","severity":50,"occurred_at":"2026-11-22T02:15:02.123Z","detected_at":"2026-11-22T02:15:02.123Z"},{"external_id":"ocsf:f3","title":"T3","severity":90,"occurred_at":"2026-11-22T02:15:02.123Z","detected_at":"2026-11-22T02:15:02.123Z","status":"acknowledged"},{"external_id":"ocsf:f4","title":"T4","severity":75,"occurred_at":"2026-11-22T02:15:02.123Z","detected_at":"2026-11-22T02:15:02.123Z","hosts":["b1"],"data_kinds":["digital_account"],"records":7}])"},
        // members in the command line's spelling, the sample flag in a text
        {"guardduty",
         R"({"Findings":[{"SchemaVersion":"2.0","Id":"pc1","Type":"UnauthorizedAccess:EC2/SSHBruteForce","Severity":2,"Title":"SSH","CreatedAt":"2026-11-22T02:15:02.331Z","UpdatedAt":"2026-11-22T02:15:02.331Z","Resource":{"InstanceDetails":{"InstanceId":"i-1"},"AccessKeyDetails":{"UserName":"u"}},"Service":{"EventFirstSeen":"2026-11-22T02:00:02Z","Archived":true,"AdditionalInfo":{"Value":"{\"sample\":true}","Type":"default"}}}]})",
         R"({"external_id":"guardduty:pc1","title":"SSH","severity":20,"occurred_at":"2026-11-22T02:00:02Z","detected_at":"2026-11-22T02:15:02.331Z","hosts":["i-1"],"users":["u"],"tags":["UnauthorizedAccess"],"status":"closed","test":true,"rule_id":"UnauthorizedAccess:EC2/SSHBruteForce"})"},
        // a subscription to be confirmed is no alert
        {"guardduty",
         R"({"Type":"SubscriptionConfirmation","MessageId":"1","Token":"t","TopicArn":"arn:aws:sns:x","Message":"You have chosen to subscribe","SubscribeURL":"https://sns.us-east-1.amazonaws.com/?x","Timestamp":"2026-11-22T02:15:02.331Z"})",
         R"([])"},
        // an attack sequence through SNS
        {"guardduty",
         R"({"Type":"Notification","MessageId":"1","TopicArn":"arn:aws:sns:x","Message":"{\"version\":\"0\",\"detail-type\":\"GuardDuty Finding\",\"detail\":{\"id\":\"sn1\",\"type\":\"AttackSequence:S3/CompromisedData\",\"severity\":9.0,\"title\":\"Seq\",\"createdAt\":\"2026-11-22T02:15:02.331Z\",\"resource\":{\"resourceType\":\"AttackSequence\"},\"service\":{\"detection\":{\"sequence\":{\"actors\":[{\"id\":\"a\",\"user\":{\"name\":\"eve\"}}],\"resources\":[{\"uid\":\"arn:aws:s3:::b\",\"name\":\"b\"}]}}}}}","Timestamp":"2026-11-22T02:15:02.331Z"})",
         R"({"external_id":"guardduty:sn1","title":"Seq","severity":90,"occurred_at":"2026-11-22T02:15:02.331Z","detected_at":"2026-11-22T02:15:02.331Z","hosts":["b"],"users":["eve"],"tags":["AttackSequence"],"rule_id":"AttackSequence:S3/CompromisedData"})"},
        // a policy finding names who changed the bucket
        {"macie",
         R"({"detail-type":"Macie Finding","time":"2026-11-22T02:15:02Z","detail":{"id":"m","type":"Policy:IAMUser/S3BucketPublic","severity":{"score":3,"description":"High"},"createdAt":"2026-11-20T02:15:02Z","updatedAt":"2026-11-22T02:15:02Z","title":"T","count":2,"archived":false,"sample":true,"resourcesAffected":{"s3Bucket":{"name":"b","publicAccess":{"effectivePermission":"PUBLIC"}},"s3Object":null},"policyDetails":{"actor":{"userIdentity":{"type":"IAMUser","iamUser":{"userName":"dev"}}}},"classificationDetails":null}})",
         R"({"external_id":"macie:m","title":"T","severity":90,"occurred_at":"2026-11-20T02:15:02Z","detected_at":"2026-11-22T02:15:02Z","hosts":["b"],"users":["dev"],"tags":["Policy","PUBLIC"],"test":true,"rule_id":"Policy:IAMUser/S3BucketPublic"})"},
        // the whole output of a Logic App's trigger
        {"sentinel",
         R"({"headers":{"x":"y"},"body":{"objectSchemaType":"Incident","objectEventType":"Update","workspaceInfo":{"WorkspaceName":"w"},"object":{"id":"/subscriptions/x","name":"g-1","etag":"e","properties":{"title":"T","description":"d","severity":"Medium","status":"Closed","owner":{},"labels":[],"firstActivityTimeUtc":null,"lastActivityTimeUtc":null,"createdTimeUtc":"2026-11-22T02:16:00Z","incidentNumber":3,"additionalData":{"alertProductNames":["Microsoft Data Loss Prevention"],"tactics":[]},"relatedAnalyticRuleIds":[],"relatedEntities":[{"kind":"Ip","properties":{"address":"10.0.0.9"}},{"kind":"Mailbox","properties":{"mailboxPrimaryAddress":"an@vidu.test"}}]}}}})",
         R"({"external_id":"sentinel:g-1","title":"T","severity":55,"occurred_at":"2026-11-22T02:16:00Z","detected_at":"2026-11-22T02:16:00Z","hosts":["10.0.0.9"],"users":["an@vidu.test"],"status":"closed"})"},
        // a row of SecurityIncident
        {"sentinel",
         R"({"TimeGenerated":"2026-11-22T02:16:00Z","IncidentName":"g-2","Title":"Row","Severity":"High","Status":"Active","IncidentNumber":7,"CreatedTime":"2026-11-22T02:15:00Z","FirstActivityTime":"2026-11-22T02:00:00Z"})",
         R"({"external_id":"sentinel:g-2","title":"Row","severity":80,"occurred_at":"2026-11-22T02:00:00Z","detected_at":"2026-11-22T02:15:00Z"})"},
        // a row of SecurityAlert with its entities in a text
        {"sentinel",
         R"({"TenantId":"t","TimeGenerated":"2026-11-22T02:16:00Z","DisplayName":"Suspicious sign-in","AlertName":"Suspicious sign-in","AlertSeverity":"Low","ProviderName":"IPC","SystemAlertId":"sa1","StartTime":"2026-11-22T02:00:00Z","Entities":"[{\"$id\":\"1\",\"HostName\":\"pc1\",\"DnsDomain\":\"vidu.test\",\"Type\":\"host\"},{\"Name\":\"an\",\"UPNSuffix\":\"vidu.test\",\"Type\":\"account\"},{\"Address\":\"1.2.3.4\",\"Type\":\"ip\"}]","Status":"New","Tactics":"InitialAccess","CompromisedEntity":"pc1"})",
         R"({"external_id":"sentinel:alert:sa1","title":"Suspicious sign-in","severity":30,"occurred_at":"2026-11-22T02:00:00Z","detected_at":"2026-11-22T02:16:00Z","hosts":["pc1.vidu.test","1.2.3.4"],"users":["an@vidu.test"],"tags":["InitialAccess"]})"},
        // Defender for Cloud
        {"defender",
         R"({"id":"/subscriptions/x/alerts/1","name":"2518","type":"Microsoft.Security/Locations/alerts","properties":{"status":"Dismissed","systemAlertId":"dc1","alertDisplayName":"Malware","severity":"High","timeGeneratedUtc":"2026-11-22T02:16:00.1234567Z","startTimeUtc":"2026-11-22T02:00:00Z","compromisedEntity":"vm1","entities":[{"type":"azure-resource","resourceId":"/subscriptions/x/vm1"},{"type":"account","name":"an"}]}})",
         R"({"external_id":"sentinel:alert:dc1","title":"Malware","severity":80,"occurred_at":"2026-11-22T02:00:00Z","detected_at":"2026-11-22T02:16:00.123Z","hosts":["/subscriptions/x/vm1"],"users":["an"],"status":"closed"})"},
        // Defender for Endpoint's API
        {"defender",
         R"({"value":[{"id":"121688558380765161_2136280442","incidentId":4,"severity":"Low","status":"New","category":"Malware","title":"MDE alert","alertCreationTime":"2026-11-22T02:16:00.6563333Z","firstEventTime":"2026-11-22T02:00:00Z","computerDnsName":"pc.vidu.test","machineId":"m","relatedUser":{"userName":"an","domainName":"V"},"evidence":[{"entityType":"User","accountName":"binh","userPrincipalName":"binh@vidu.test"}]}]})",
         R"({"external_id":"graph:121688558380765161_2136280442","title":"MDE alert","severity":30,"occurred_at":"2026-11-22T02:00:00Z","detected_at":"2026-11-22T02:16:00.656Z","hosts":["pc.vidu.test"],"users":["binh@vidu.test","an"],"tags":["Malware"]})"},
        // a Graph incident with its alerts
        {"defender",
         R"({"@odata.context":"x","id":"29","displayName":"Multi-stage incident","severity":"high","status":"active","createdDateTime":"2026-11-22T02:16:00Z","alerts":[{"id":"a","evidence":[{"@odata.type":"#microsoft.graph.security.deviceEvidence","deviceDnsName":"pc.vidu.test"}]}]})",
         R"({"external_id":"graph:incident:29","title":"Multi-stage incident","severity":80,"occurred_at":"2026-11-22T02:16:00Z","detected_at":"2026-11-22T02:16:00Z","hosts":["pc.vidu.test"]})"},
        // a hunting query's result
        {"defender",
         R"({"Schema":[{"Name":"Timestamp"}],"Results":[{"Timestamp":"2026-11-22T02:16:00Z","AlertId":"x1","Title":"Hunt","Severity":"Medium","ServiceSource":"Microsoft Defender for Endpoint","DeviceName":"pc1"},{"Timestamp":"2026-11-22T02:16:00Z","AlertId":"x1","EntityType":"User","AccountUpn":"an@vidu.test","EvidenceRole":"Impacted"}]})", R"([{"external_id":"defender:-:x1","title":"Hunt","severity":55,"occurred_at":"2026-11-22T02:16:00Z","detected_at":"2026-11-22T02:16:00Z","hosts":["pc1"],"tags":["Microsoft Defender for Endpoint"]},{"title":"Microsoft Defender alert","severity":50,"occurred_at":"2026-11-22T02:16:00Z","detected_at":"2026-11-22T02:16:00Z","users":["an@vidu.test"]}])"},
        // the alert resource before v2
        {"defender",
         R"({"id":"v1","title":"v1 alert","severity":"medium","status":"newAlert","eventDateTime":"2026-11-22T02:00:00Z","createdDateTime":"2026-11-22T02:16:00Z","hostStates":[{"netBiosName":"PC1","privateIpAddress":"10.0.0.1"}],"userStates":[{"accountName":"an","userPrincipalName":null}],"vendorInformation":{"provider":"IPC"}})",
         R"({"external_id":"graph:v1","title":"v1 alert","severity":55,"occurred_at":"2026-11-22T02:00:00Z","detected_at":"2026-11-22T02:16:00Z","hosts":["PC1"],"users":["an"]})"},
        // Event Threat Detection in Cloud Logging
        {"gcp_scc",
         R"({"insertId":"i1","jsonPayload":{"detectionCategory":{"technique":"persistence","indicator":"audit_log","ruleName":"iam_anomalous_grant","subRuleName":"external_member"},"detectionPriority":"HIGH","eventTime":"2026-11-22T02:00:00Z","affectedResources":[{"gcpResourceName":"//cloudresourcemanager.googleapis.com/projects/1"}],"properties":{"principalEmail":"an@vidu.test"},"findingId":"f9"},"logName":"projects/p/logs/threatdetection.googleapis.com%2Fdetection","severity":"CRITICAL","timestamp":"2026-11-22T02:01:00Z"})",
         R"({"external_id":"scc:f9","title":"external_member","severity":80,"occurred_at":"2026-11-22T02:00:00Z","detected_at":"2026-11-22T02:01:00Z","hosts":["//cloudresourcemanager.googleapis.com/projects/1"],"users":["an@vidu.test"],"tags":["persistence","audit_log"],"rule_id":"iam_anomalous_grant"})"},
        // canonical name, muted, inactive, displayed name
        {"gcp_scc",
         R"({"finding":{"name":"organizations/1/sources/2/locations/global/findings/3","canonicalName":"projects/9/sources/2/locations/global/findings/3","state":"INACTIVE","mute":"MUTED","category":"OPEN_FIREWALL","severity":"SEVERITY_UNSPECIFIED","eventTime":"2026-11-22T02:00:00.123456Z","createTime":"2020-11-22T02:00:00Z","resourceName":"//compute/x"},"resource":{"name":"//compute/x","displayName":"x","gcpMetadata":{"projectDisplayName":"proj"}}})",
         R"({"external_id":"scc:projects/9/sources/2/locations/global/findings/3","title":"OPEN_FIREWALL","severity":50,"occurred_at":"2026-11-22T02:00:00.123Z","detected_at":"2020-11-22T02:00:00Z","hosts":["//compute/x","x"],"tags":["proj","muted"],"status":"resolved","rule_id":"OPEN_FIREWALL"})"},
        // an alert policy's audit record
        {"dlp",
         R"({"CreationTime":"2026-11-22T02:15:02","Id":"i","Operation":"AlertTriggered","Workload":"SecurityComplianceCenter","UserId":"SecurityComplianceAlerts","AlertId":"al9","AlertType":"System","Category":"DataLossPrevention","Name":"DLP policy match for document with credit card number","PolicyId":"p","Severity":"High","Source":"Office 365 Security & Compliance","Status":"Active","Data":"{\"etype\":\"User\",\"eid\":\"an@vidu.test\",\"f3u\":\"an@vidu.test\",\"ts\":\"2026-11-22T02:00:00Z\"}"})",
         R"({"external_id":"purview-alert:al9","title":"DLP policy match for document with credit card number","severity":80,"occurred_at":"2026-11-22T02:00:00Z","detected_at":"2026-11-22T02:15:02Z","users":["an@vidu.test"],"data_kinds":["bank_finance_credit"],"tags":["AlertTriggered","DataLossPrevention","Office 365 Security & Compliance"],"rule_id":"p"})"},
        // the types of data by id, the gravest rule's severity
        {"dlp",
         R"({"CreationTime":"2026-11-22T02:15:02","Id":"i","Operation":"DLPRuleMatch","Workload":"Endpoint","UserId":"an@vidu.test","IncidentId":"p2","EndpointMetaData":{"DeviceName":"pc1","SensitiveInfoTypeData":[{"Count":3,"SensitiveInfoTypeName":"IBAN"}]},"PolicyDetails":[{"PolicyName":"P","Rules":[{"RuleName":"R1","Severity":"Low","ConditionsMatched":{"SensitiveInformation":[{"SensitiveType":"50842eb7-edc8-4019-85dd-5a5c1f2bb085","Count":5,"Confidence":85}]}},{"RuleName":"R2","Severity":"High"}]}]})",
         R"({"external_id":"purview:p2","title":"P: R1","severity":80,"occurred_at":"2026-11-22T02:15:02Z","detected_at":"2026-11-22T02:15:02Z","hosts":["pc1"],"users":["an@vidu.test"],"data_kinds":["bank_finance_credit"],"tags":["DLPRuleMatch","Endpoint"],"records":5})"},
        // Google's Alert Center
        {"dlp",
         R"({"customerId":"C0","alertId":"ac1","createTime":"2026-11-22T02:16:00Z","startTime":"2026-11-22T02:15:00Z","type":"Data Loss Prevention","source":"Data Loss Prevention","data":{"@type":"type.googleapis.com/google.apps.alertcenter.type.DlpRuleViolation","ruleViolationInfo":{"dataSource":"DRIVE","ruleInfo":{"displayName":"Cards outside","resourceName":"policies/1"},"matchInfo":[{"predefinedDetector":{"detectorName":"CREDIT_CARD_NUMBER"}}],"triggeringUserEmail":"an@vidu.test","resourceInfo":{"documentId":"doc1","resourceTitle":"t"}}},"metadata":{"severity":"HIGH","status":"NOT_STARTED"}})", R"({"external_id":"gws-alert:ac1","title":"Cards outside","severity":80,"occurred_at":"2026-11-22T02:15:00Z","detected_at":"2026-11-22T02:16:00Z","users":["an@vidu.test"],"data_kinds":["bank_finance_credit"],"tables":["doc1"],"tags":["Data Loss Prevention"],"rule_id":"policies/1"})"},
        // HCP Vault Radar
        {"dlp",
         R"({"version":"1","event_id":"e1","event_type":"secret","event_subtype":"aws_access_key_id","description":"AWS key found","severity":"critical","status":"NEW","created":"2026-11-22T02:16:00Z","author":"an@vidu.test"})",
         R"({"external_id":"vault-radar:e1","title":"AWS key found","severity":95,"occurred_at":"2026-11-22T02:16:00Z","detected_at":"2026-11-22T02:16:00Z","users":["an@vidu.test"],"data_kinds":["digital_account"],"rule_id":"aws_access_key_id"})"},
        // Wiz before its webhook
        {"dlp",
         R"({"id":"wz","control":{"id":"c","name":"Legacy control"},"createdAt":"2026-11-22T02:16:00Z","severity":"MEDIUM","status":"RESOLVED","entity":{"id":"e","name":"bucket-1","type":"BUCKET"},"entitySnapshot":{"name":"bucket-1","type":"BUCKET"}})",
         R"({"external_id":"wiz:wz","title":"Legacy control","severity":55,"occurred_at":"2026-11-22T02:16:00Z","detected_at":"2026-11-22T02:16:00Z","hosts":["bucket-1"],"status":"resolved","rule_id":"c"})"},
        // FortiGate's own log line
        {"dlp",
         R"(<190>date=2026-11-22 time=09:15:02 devname="FW-1" devid="FG1" eventtime=1795313702123456789 tz="+0700" logid="0954024576" type="utm" subtype="dlp" level="warning" vd="root" ruleid=1 rulename="cards" dlpextra="Credit-Card" filtertype="data" severity="medium" epoch=12 eventid=0 user="an" srcip=10.0.0.5 dstip=203.0.113.9 sessionid=99 filename="a b.csv" action="block" profile="default")", R"({"external_id":"fortigate-dlp:FG1:99:12:0:2026-11-22T02:15:02.123Z","title":"cards","severity":55,"occurred_at":"2026-11-22T02:15:02.123Z","detected_at":"2026-11-22T02:15:02.123Z","hosts":["FW-1","10.0.0.5","203.0.113.9"],"users":["an"],"data_kinds":["bank_finance_credit"],"tables":["a b.csv"],"tags":["block"],"rule_id":"0954024576"})"},
        // Symantec with plain quotes, a line each
        {"dlp", R"(<8>Nov 22 09:15:02 dlp Incident_id="1" Policy_Name="Cards" Severity="2:Medium" Match_Count="5"
<8>Nov 22 09:15:02 dlp Incident_id="2" Policy_Name="Health" Severity="1:High")",
         R"([{"external_id":"symantec-dlp:1","title":"Cards","severity":55,"records":5},{"external_id":"symantec-dlp:2","title":"Health","severity":80,"data_kinds":["health"]}])"},
        // Nightfall
        {"dlp",
         R"({"uploadID":"u","findingsPresent":true,"findingsURL":"https://x","validUntil":"2026-11-22T02:16:00Z","requestMetadata":"m","errors":[]})",
         R"({"external_id":"nightfall:u","title":"Nightfall: sensitive data found","severity":50})"},
        // pointers to audit records are none
        {"dlp",
         R"([{"contentType":"DLP.All","contentId":"1","contentUri":"https://x","contentCreated":"2026-11-22T02:16:00Z"}])",
         R"([])"},
        // a group inside one event gives all its alerts
        {"cloudevents",
         R"({"specversion":"1.0","id":"am1","source":"/am","type":"t","data":{"receiver":"r","status":"firing","alerts":[{"labels":{"alertname":"A","severity":"critical"},"startsAt":"2026-11-22T02:16:00Z","fingerprint":"1"},{"labels":{"alertname":"B"},"startsAt":"2026-11-22T02:16:00Z","fingerprint":"2"}]}})",
         R"([{"external_id":"/am|am1|alertmanager:1:2026-11-22T02:16:00Z","title":"A","severity":90,"occurred_at":"2026-11-22T02:16:00Z","detected_at":"2026-11-22T02:16:00Z","tags":["t"],"rule_id":"A"},{"external_id":"/am|am1|alertmanager:2:2026-11-22T02:16:00Z","title":"B","severity":50,"occurred_at":"2026-11-22T02:16:00Z","detected_at":"2026-11-22T02:16:00Z","tags":["t"],"rule_id":"B"}])"},
        // Base64 data of a product
        {"cloudevents",
         R"({"specversion":"1.0","id":"d64","source":"/f","type":"falco.rule.output.v1","time":"2026-11-22T02:16:00Z","datacontenttype":"application/json","data_base64":"eyJydWxlIjoiUiIsIm91dHB1dCI6Im8iLCJwcmlvcml0eSI6ImVycm9yIn0="})",
         R"({"external_id":"/f|d64","title":"R","severity":75,"occurred_at":"2026-11-22T02:16:00Z","detected_at":"2026-11-22T02:16:00Z","tags":["falco.rule.output.v1"],"rule_id":"R"})"},
        // Chainsaw
        {"sigma",
         R"({"group":"Sigma","kind":"individual","document":{"kind":"evtx","path":"x.evtx","data":{"Event":{"System":{"Computer":"dc1","Channel":"Security","EventRecordID":55,"EventID":4720},"EventData":{"TargetUserName":"tmp","SubjectUserName":"adm"}}}},"name":"User created","timestamp":"2026-11-22T02:16:00.123456+00:00","level":"low","id":"uuid-1","tags":["attack.persistence"]})",
         R"({"external_id":"chainsaw:uuid-1:dc1:Security:55","title":"User created","severity":30,"occurred_at":"2026-11-22T02:16:00.123Z","detected_at":"2026-11-22T02:16:00.123Z","hosts":["dc1"],"users":["tmp","adm"],"tags":["attack.persistence"],"rule_id":"uuid-1"})"},
        // VirusTotal's rules
        {"sigma",
         R"~({"data":{"attributes":{"sigma_analysis_results":[{"rule_level":"high","rule_title":"LSASS","rule_id":"1","rule_source":"Sigma Integrated Rule Set (GitHub)","match_context":[{"values":{"EventID":"10"}}]}]}}})~",
         R"~({"title":"LSASS","severity":80,"tags":["Sigma Integrated Rule Set (GitHub)"],"rule_id":"1"})~"},
        // Hayabusa's details in one text
        {
            "sigma",
            R"({"Timestamp":"2026-11-22 09:15:02.123 +07:00","RuleTitle":"Logon","Level":"crit","Computer":"dc1","Channel":"Sec","EventID":4624,"RecordID":9,"Details":"Type: 3 ¦ TgtUser: an ¦ SrcComp: x"})", R"({"external_id":"hayabusa:Logon:dc1:Sec:9","title":"Logon","severity":95,"occurred_at":"2026-11-22T02:15:02.123Z","detected_at":"2026-11-22T02:15:02.123Z","hosts":["dc1"],"users":["an"]})"},
        // version 5: stage, custom fields, four severities
        {"thehive",
         R"({"_id":"~1","_type":"Alert","_createdAt":1795313702000,"title":"V5","description":"d","type":"t","source":"s","sourceRef":"r","severity":4,"date":1795313000000,"tags":[],"stage":"Closed","status":"FalsePositive","customFields":[{"_id":"x","name":"data_kind","value":"location"},{"name":"records","value":5}],"observables":[{"dataType":"hostname","data":"h1"}]})",
         R"({"external_id":"thehive:t:s:r","title":"V5","severity":95,"occurred_at":"2026-11-22T02:03:20Z","detected_at":"2026-11-22T02:15:02Z","hosts":["h1"],"data_kinds":["location"],"records":5,"status":"closed","rule_id":"t"})"},
        // an update is no alert
        {"thehive", R"({"operation":"Update","objectType":"alert","details":{"severity":3}})", R"([])"},
        // the sender's time pattern decides day and month
        {"leef",
         "LEEF:2.0|V|P|1|E|^|devTime=03/04/2026 05:06:07^devTimeFormat=dd/MM/yyyy "
         "HH:mm:ss^sev=High^src=10.0.0.1\nLEEF:2.0|V|P|1|E|0x09|devTime=Nov 22 2026 09:15:02.123 "
         "ICT\tsev=9\tusrName=an\nLEEF:1.0|V|P|1|E|devTime=2026-11-22T02:15:02.000+0700\tdevTimeFormat=yyyy-MM-dd'T'HH:"
         "mm:ss.SSSZ\tsev=3",
         R"([{"title":"V P: E","severity":80,"occurred_at":"2026-04-03T05:06:07Z","detected_at":"2026-04-03T05:06:07Z","hosts":["10.0.0.1"],"rule_id":"E"},{"title":"V P: E","severity":90,"occurred_at":"2026-11-22T02:15:02.123Z","detected_at":"2026-11-22T02:15:02.123Z","users":["an"],"rule_id":"E"},{"title":"V P: E","severity":30,"occurred_at":"2026-11-21T19:15:02Z","detected_at":"2026-11-21T19:15:02Z","rule_id":"E"}])"},
        // CEF in RFC 5424, and with its tag eaten
        {"cef",
         R"(<134>1 2026-11-22T02:15:02Z host app - - - CEF:0|V|P|1|4|Name \| x|High|rt=1795313702000 suser=an cs6Label=template cs6=Credit Card cat=utm:dlp act=blocked
0|Varonis|Inc|1|5|File opened|5|rt=Nov 22 2026 09:15:02 dhost=h)",
         R"([{"title":"Name | x","severity":75,"occurred_at":"2026-11-22T02:15:02Z","detected_at":"2026-11-22T02:15:02Z","hosts":["host"],"users":["an"],"data_kinds":["bank_finance_credit"],"tags":["utm:dlp","blocked"],"rule_id":"4"},{"title":"File opened","severity":50,"occurred_at":"2026-11-22T09:15:02Z","detected_at":"2026-11-22T09:15:02Z","hosts":["h"],"rule_id":"5"}])"},
        // an epoch in place of the time
        {"syslog", R"(<134>1 1795313702.123 mx flows src=1.2.3.4 dst=5.6.7.8)",
         R"({"title":"flows src=1.2.3.4 dst=5.6.7.8","severity":14,"occurred_at":"2026-11-22T02:15:02.123Z","detected_at":"2026-11-22T02:15:02.123Z","hosts":["mx","1.2.3.4","5.6.7.8"]})"},
        // a year before the clock of RFC 3164
        {"syslog", R"(<189>Nov 22 2026 09:15:02 sw1 %SYS-5-CONFIG_I: configured)",
         R"({"title":"configured","severity":28,"occurred_at":"2026-11-22T09:15:02Z","detected_at":"2026-11-22T09:15:02Z","hosts":["sw1"],"tags":["%SYS-5-CONFIG_I"]})"},
        // JSON of an unknown product
        {"syslog", R"(<13>1 2026-11-22T02:15:02Z app - - - - {"title":"x","severity":"error","hostname":"h2"})",
         R"({"title":"x","severity":75,"occurred_at":"2026-11-22T02:15:02Z","detected_at":"2026-11-22T02:15:02Z","hosts":["app","h2"]})"},
        // Keep's template for Watcher, which quotes without escaping
        {"elastic",
         R"({"payload": "{"metadata":{"name":"watch one"},"watch_id":"w1","id":"w1_x-2026","trigger":{"triggered_time":"2026-11-22T02:15:02.331Z"},"payload":{"hits":{"total":5}}}", "status": "Alert"})",
         R"({"external_id":"elastic:w1_x-2026","title":"watch one","severity":50,"detected_at":"2026-11-22T02:15:02.331Z"})"},
    };
    return kVariants;
}

}  // namespace breachd::ingest
