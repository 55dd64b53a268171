// Payloads as further versions and modules of the products write them: what names the hosts, the accounts, the data and
// the state there.
#include "own_samples.hpp"

namespace breachd::ingest {

const std::vector<OwnSample>& own_dialects() {
    static const std::vector<OwnSample> kDialects =
        {
            // an agent that may come from anywhere has no address
            {"wazuh",
             R"({"timestamp":"2026-11-22T09:15:02.331+0700","rule":{"level":10,"description":"d","id":"5712"},"agent":{"id":"001","name":"web","ip":"any"},"manager":{"name":"m"},"id":"1.7"})",
             R"({"hosts":["web"]})"},
            // Macie through the manager: its type is the sender's word for the data
            {"wazuh",
             R"({"timestamp":"2026-11-22T09:15:02.331+0700","rule":{"level":10,"description":"AWS Macie HIGH","id":"80355"},"manager":{"name":"m"},"id":"1.8","data":{"aws":{"source":"macie","type":"SensitiveData:S3Object/Financial","resourcesAffected":{"s3Bucket":{"name":"exports"},"s3Object":{"path":"exports/a.csv"}}}}})",
             R"({"tables":["exports","exports/a.csv"],"data_kinds":["bank_finance_credit"]})"},
            // the answer to a search of the indexer
            {"wazuh",
             R"({"took":3,"hits":{"total":{"value":2},"hits":[{"_id":"a","_source":{"rule":{"level":3,"description":"one"},"manager":{"name":"m"},"id":"1.1"}},{"_id":"b","_source":{"rule":{"level":5,"description":"two"},"manager":{"name":"m"},"id":"1.2"}}]}})",
             R"([{"external_id":"wazuh:m:1.1","title":"one"},{"external_id":"wazuh:m:1.2","title":"two"}])"},
            // a finding of version 5
            {"wazuh",
             R"({"_index":"wazuh-findings-v5-security","_id":"f1","_source":{"@timestamp":"2026-11-22T02:15:02.331Z","wazuh":{"agent":{"id":"001","name":"db-1","host":{"hostname":"db-1.vidu.test","ip":["10.0.2.5"]}},"rule":{"id":"r-9","title":"Dump of a table","level":"high","tags":["attack.exfiltration"]}},"user":{"name":"an"}}})",
             R"({"external_id":"wazuh:f1","title":"Dump of a table","severity":80,"severity_native":"high","detected_at":"2026-11-22T02:15:02.331Z","hosts":["db-1","db-1.vidu.test","10.0.2.5"],"users":["an"],"tags":["attack.exfiltration"],"rule_id":"r-9"})"},
            // the audit daemon; Google Workspace
            {"wazuh",
             R"({"rule":{"level":3,"description":"Audit: command"},"manager":{"name":"m"},"id":"1.9","data":{"audit":{"acct":"an","file":{"name":"/srv/dump.sql"}}}})",
             R"({"users":["an"],"tables":["/srv/dump.sql"]})"},
            {"wazuh",
             R"({"rule":{"level":3,"description":"Workspace"},"manager":{"name":"m"},"id":"1.10","data":{"gworkspace":{"actor":{"email":"an@vidu.test"}}}})",
             R"({"users":["an@vidu.test"]})"},
            // the message of an operator's own script
            {"wazuh", R"({"alert":{"rule":{"level":7,"description":"wrapped"},"manager":{"name":"m"},"id":"1.11"}})",
             R"({"external_id":"wazuh:m:1.11","title":"wrapped"})"},
            // a risk notable is about its risk object; an unknown severity leaves the word to the urgency
            {"splunk",
             R"({"sid":"s","search_name":"Risk threshold exceeded","result":{"risk_object":"an@vidu.test","risk_object_type":"user","severity":"unknown","urgency":"high"}})",
             R"({"severity":80,"severity_native":"high","hosts":[],"users":["an@vidu.test"]})"},
            {"splunk",
             R"({"sid":"s","search_name":"n","result":{"ComputerName":"pc-1.vidu.test","Account_Name":["-","an"],"risk_object":"srv-2","risk_object_type":"system"}})",
             R"({"hosts":["pc-1.vidu.test","srv-2"],"users":["an"]})"},
            // a search that asked for fields; a search that asked for all
            {"elastic",
             R"({"_index":".alerts","_id":"x","fields":{"kibana.alert.uuid":["x"],"kibana.alert.rule.name":["Listed"],"kibana.alert.risk_score":[47],"@timestamp":["2026-11-22T02:15:02.331Z"],"host.name":["h9"],"user.name":["an"]}})",
             R"({"external_id":"elastic:x","title":"Listed","severity":47,"detected_at":"2026-11-22T02:15:02.331Z","hosts":["h9"],"users":["an"]})"},
            {"elastic",
             R"({"hits":{"total":{"value":1},"hits":[{"_id":"1","_source":{"kibana.alert.uuid":"u1","kibana.alert.rule.name":"Found"}}]}})",
             R"({"external_id":"elastic:u1","title":"Found"})"},
            // a rule action without alerts that recovered
            {"elastic",
             R"({"rule":{"name":"Disk","id":"r1"},"alert":{"id":"h1","uuid":"u1","actionGroup":"recovered"},"date":"2026-11-22T02:15:02.331Z","context":{"host":{"name":"h1"}}})",
             R"({"external_id":"elastic:u1","title":"Disk","status":"resolved","hosts":["h1"]})"},
            // alerts of machine learning name hosts and accounts under `related` only
            {"elastic",
             R"({"kibana.alert.uuid":"u2","kibana.alert.rule.name":"Rare","kibana.alert.risk_score":"21.0","related":{"user":["an"],"hosts":["h7"]}})",
             R"({"severity":21,"hosts":["h7"],"users":["an"]})"},
            {"elastic",
             R"({"kibana.alert.uuid":"u3","kibana.alert.rule.name":"N","source":{"ip":"10.1.0.1","user":{"name":"an"}},"destination":{"ip":"10.1.0.2"}})",
             R"({"hosts":["10.1.0.2","10.1.0.1"],"users":["an"]})"},
            // a rule on metrics began when it fired first; Defend's own score
            {"elastic",
             R"({"kibana.alert.uuid":"o1","kibana.alert.rule.name":"Latency","kibana.alert.start":"2026-11-22T02:00:00Z","@timestamp":"2026-11-22T02:15:02Z","event":{"risk_score":73}})",
             R"({"severity":73,"occurred_at":"2026-11-22T02:00:00Z","detected_at":"2026-11-22T02:15:02Z"})"},
            // the page that a probe asked for is no host; Opsgenie's priorities
            {"alertmanager",
             R"({"alerts":[{"labels":{"alertname":"A","instance":"https://shop.vidu.test:8443/health","severity":"P1","username":"an","database":"crm"}},{"labels":{"alertname":"B","severity":"notice","exported_instance":"db-1:9187"}}]})",
             R"([{"severity":90,"hosts":["shop.vidu.test"],"users":["an"],"tables":["crm"]},{"severity":30,"hosts":["db-1"]}])"},
            // an alert without a name has its group's
            {"grafana",
             R"({"status":"resolved","orgId":1,"alerts":[{"labels":{},"annotations":{},"startsAt":"2026-11-22T02:15:02Z","fingerprint":"f"}],"commonLabels":{"alertname":"L\u1ed9 d\u1eef li\u1ec7u"}})",
             R"({"title":"Lộ dữ liệu","status":"resolved"})"},
            {"grafana",
             R"({"orgId":1,"alerts":[{"labels":{"a":"b"},"startsAt":"2026-11-22T02:15:02Z"}],"title":"[FIRING:1] x"})",
             R"({"title":"[FIRING:1] x"})"},
            // the tags of a dashboard alert
            {"grafana",
             R"({"ruleId":7,"ruleName":"CPU","state":"alerting","tags":{"severity":"critical"},"evalMatches":[{"value":1,"tags":{"host":"n1"}}]})",
             R"({"severity":90,"severity_native":"critical","hosts":["n1"]})"},
            // an incident began with the first of its alerts, and their policies name the data
            {"defender",
             R"({"id":"29","displayName":"Several stages","createdDateTime":"2026-11-22T02:30:00Z","status":"active","severity":"medium","alerts":[{"id":"a1","title":"DLP policy (passport) matched","serviceSource":"microsoftDataLossPrevention","firstActivityDateTime":"2026-11-22T02:20:00Z"},{"id":"a2","title":"x","firstActivityDateTime":"2026-11-22T02:10:00Z"}]})",
             R"({"external_id":"graph:incident:29","occurred_at":"2026-11-22T02:10:00Z","detected_at":"2026-11-22T02:30:00Z","data_kinds":["contact_or_id_number"]})"},
            // the asset that the alert is about counts beside the attacker's address, but not twice
            {"defender",
             R"({"name":"2518","properties":{"systemAlertId":"s1","alertDisplayName":"Unusual amount of data","severity":"Medium","timeGeneratedUtc":"2026-11-22T02:31:00Z","compromisedEntity":"custdata","entities":[{"address":"203.0.113.3","type":"ip"}]}})", R"({"hosts":["203.0.113.3","custdata"]})"},
            {"defender",
             R"({"SystemAlertId":"s2","AlertDisplayName":"n","CompromisedEntity":"vm1","Entities":[{"HostName":"vm1","DnsDomain":"vidu.test","Type":"host"}]})",
             R"({"hosts":["vm1.vidu.test"]})"},
            {"defender", R"({"SystemAlertId":"s3","AlertDisplayName":"n","CompromisedEntity":"an@vidu.test"})",
             R"({"hosts":[],"users":["an@vidu.test"]})"},
            {"defender",
             R"({"id":"g9","title":"Public container","createdDateTime":"2026-11-22T02:31:00Z","evidence":[{"@odata.type":"#microsoft.graph.security.blobContainerEvidence","name":"exports","storageResource":{"resourceId":"/subscriptions/x/storageAccounts/a"}}]})",
             R"({"hosts":["/subscriptions/x/storageAccounts/a"],"tables":["exports"]})"},
            // who was at the device, when nobody else is named
            {"defender",
             R"({"id":"g10","title":"t","createdDateTime":"2026-11-22T02:31:00Z","evidence":[{"deviceDnsName":"pc-1","loggedOnUsers":[{"accountName":"an","domainName":"VIDU"}]}]})",
             R"({"hosts":["pc-1"],"users":["an"]})"},
            {"sentinel",
             R"({"name":"z","properties":{"title":"t","createdTimeUtc":"2026-11-22T02:31:00Z","relatedEntities":[{"kind":"Account","properties":{"friendlyName":"an@vidu.test"}},{"kind":"Host","properties":{"netBiosName":"PC1","friendlyName":"PC1"}}]}})",
             R"({"hosts":["PC1"],"users":["an@vidu.test"]})"},
            // a row of the table SecurityIncident, with JSON in texts
            {"sentinel",
             R"({"IncidentName":"n","IncidentNumber":9,"Title":"Policy on passports matched","CreatedTime":"2026-11-22T02:31:00Z","AdditionalData":"{\"alertProductNames\":[\"Microsoft Data Loss Prevention\"],\"tactics\":[\"Exfiltration\"]}","RelatedAnalyticRuleIds":"[\"r1\"]"})",
             R"({"external_id":"sentinel:n","data_kinds":["contact_or_id_number"],"tags":["Exfiltration"],"rule_id":"r1"})"},
            // names of Graylog's information model and of Winlogbeat
            {"graylog",
             R"({"event_definition_id":"d","event_definition_title":"T","event":{"id":"01G","priority":2,"timestamp":"2026-11-22T02:15:02.000Z","fields":{"source_host":"crm-1","winlogbeat_winlog_computer_name":"pc1","winlog_event_data_TargetUserName":"an"}},"backlog":[]})",
             R"({"hosts":["crm-1","pc1"],"users":["an"]})"},
            // Filebeat's module moves the severity; files of SMB and of others
            {"suricata",
             R"({"@timestamp":"2026-11-22T02:15:02.331Z","event":{"module":"suricata","severity":1},"suricata":{"eve":{"event_type":"alert","flow_id":"123","alert":{"signature":"S","signature_id":1,"gid":1}}},"source":{"ip":"10.0.4.7"}})",
             R"({"severity":85,"severity_native":"1","hosts":["10.0.4.7"]})"},
            {"suricata",
             R"({"event_type":"alert","flow_id":1,"alert":{"signature":"S","signature_id":1},"src_ip":"10.0.4.7","smb":{"filename":"hr\\pay.xlsx"},"files":[{"filename":"a.zip"}]})",
             R"({"tables":["hr\\pay.xlsx","a.zip"]})"},
            // a record in the event of Splunk's collector
            {"suricata",
             R"({"time":1795313702,"event":{"event_type":"alert","flow_id":1,"src_ip":"10.0.4.7","alert":{"signature":"S","signature_id":1,"severity":1}}})",
             R"({"title":"S","severity":85})"},
            {"falco", R"({"rule":"r","priority":"Notice","output_fields":{"k8s.node.name":"node-1"}})",
             R"({"hosts":["node-1"]})"},
            // a connection is no data set
            {"falco",
             R"({"rule":"Outbound","priority":"Notice","output_fields":{"fd.name":"10.0.0.1:40000->10.0.0.2:443"}})",
             R"({"tables":[]})"},
            {"falco",
             R"({"rule":"Bucket opened","priority":"Warning","source":"aws_cloudtrail","output_fields":{"ct.user":"ci","s3.bucket":"exports"}})",
             R"({"users":["ci"],"tables":["exports"]})"},
            // a check that passed is no open finding
            {"ocsf",
             R"({"class_uid":2004,"status_code":"PASS","status_id":1,"severity_id":4,"finding_info":{"uid":"p1","title":"Bucket is private"}})",
             R"({"status":"resolved"})"},
            {"ocsf",
             R"({"AwsAccountId":"1","ProductArn":"p","Id":"f","Title":"t","Compliance":{"Status":"PASSED"},"Workflow":{"Status":"NEW"}})",
             R"({"status":"resolved"})"},
            // `state` of version 1.0
            {"ocsf",
             R"({"class_uid":2001,"state_id":3,"severity_id":3,"time":1795313702123,"finding":{"uid":"o1","title":"t"}})",
             R"({"external_id":"ocsf:o1","status":"closed"})"},
            {"ocsf", R"({"class_uid":2004,"status":"InProgress","finding_info":{"uid":"x","title":"t"}})",
             R"({"status":"acknowledged"})"},
            // an incident's id is its own, its beginning that of its first event
            {"ocsf",
             R"({"class_uid":2005,"time":1795313702123,"start_time":1795313000000,"metadata":{"uid":"inc-1"},"finding_info_list":[{"uid":"f1","title":"First finding","created_time":1795313600000},{"uid":"f2"}]})",
             R"({"external_id":"ocsf:inc-1","title":"First finding","occurred_at":"2026-11-22T02:03:20Z","detected_at":"2026-11-22T02:15:02.123Z"})"},
            // one classification, of a file; who ran the process
            {"ocsf",
             R"({"class_uid":2006,"finding_info":{"uid":"o2","title":"t"},"resources":[{"uid":"006","name":"pc-6"}],"file":{"path":"/srv/b.csv","data_classification":{"category":"Financial"}},"evidences":[{"process":{"user":{"name":"an"}},"file":{"path":"/tmp/c.zip"}}]})",
             R"({"hosts":["pc-6"],"users":["an"],"tables":["/srv/b.csv","/tmp/c.zip"],"data_kinds":["bank_finance_credit"]})"},
            {"guardduty",
             R"({"id":"g2","type":"Object:S3/MaliciousFile","title":"t","severity":8,"resource":{"s3BucketDetails":[{"name":"up","s3ObjectDetails":[{"key":"x.zip"}]}]},"service":{"runtimeDetails":{"process":{"user":"www"}}}})",
             R"({"hosts":["up"],"users":["www"],"tables":["x.zip"]})"},
            {"macie",
             R"({"id":"m9","type":"Policy:IAMUser/S3BlockPublicAccessDisabled","title":"t","severity":{"score":3},"policyDetails":{"actor":{"userIdentity":{"type":"Root","root":{"arn":"arn:aws:iam::1:root"}}}}})",
             R"({"users":["arn:aws:iam::1:root"]})"},
            // what Sensitive Data Protection found, and where
            {"gcp_scc",
             R"({"finding":{"name":"organizations/1/sources/2/findings/4","category":"Public sensitive data","severity":"HIGH","cloudDlpInspection":{"infoType":"CREDIT_CARD_NUMBER","infoTypeCount":"55"},"database":{"displayName":"crm","userName":"pg"}}})",
             R"({"data_kinds":["bank_finance_credit"],"records":55,"users":["pg"],"tables":["crm"]})"},
            {"gcp_scc",
             R"({"finding":{"name":"f/5","category":"Profile","cloudDlpDataProfile":{"infoTypes":[{"name":"PERSON_NAME"},{"name":"LOCATION_COORDINATES"}]}}})",
             R"({"data_kinds":["name","location"]})"},
            // GuardDuty's finding as Security Hub hands it on
            {"guardduty",
             R"({"SchemaVersion":"2018-10-08","Id":"a","ProductArn":"arn:aws:securityhub:x::product/aws/guardduty","AwsAccountId":"1","Title":"t","Severity":{"Label":"HIGH"}})",
             R"({"external_id":"asff:a","severity":80})"},
            // Netskope's older record without an incident; its other alerts tell of no loss
            {"dlp",
             R"([{"alert_type":"DLP","alert_name":"PCI rule","_id":"n1","dlp_profile":"PCI","timestamp":1795313702,"user":"an@vidu.test","severity":"high"},{"alert_type":"uba","alert_name":"Bulk download","_id":"n2"}])",
             R"({"external_id":"netskope:n1","title":"PCI rule","severity":80,"data_kinds":["bank_finance_credit"]})"},
            // Forcepoint: the policies in `cat`, members of its own
            {"dlp",
             "CEF:0|Forcepoint|Forcepoint DLP|8.9.0|41|DLP Syslog|0|severityType=HIGH act=Blocked duser=x@example.org "
             "fname=a.zip cat=PII: Finance,Vietnam Passport loginName=EX\\\\an sourceHost=pc-7 sourceIp=10.0.0.7 "
             "maxMatches=12 timeStamp=2026-11-22 02:15:02.000 eventId=99",
             R"({"title":"PII: Finance,Vietnam Passport","severity":80,"severity_native":"HIGH","occurred_at":"2026-11-22T02:15:02Z","hosts":["pc-7","10.0.0.7"],"users":["x@example.org","EX\\an"],"data_kinds":["bank_finance_credit","contact_or_id_number"],"records":12})"},
            {"dlp",
             "CEF:0|McAfee|Data Loss Prevention|11.6|19104|Mail protection|8|rt=Nov 22 2026 02:15:02 "
             "cs1Label=RulesToDisplay cs1=Credit card cn1Label=TotalMatches cn1=5",
             R"({"data_kinds":["bank_finance_credit"],"records":5})"},
            // version 5 calls the operation `action`; observables and updates are no alerts
            {"thehive",
             R"({"_id":"~5","_type":"Audit","_createdAt":1795313702500,"action":"create","objectType":"Alert","objectId":"~9","details":{},"object":{"_id":"~9","_type":"Alert","_createdAt":1795313702000,"type":"external","source":"cti","sourceRef":"C-1","title":"Leak","severity":4,"date":1795313000000,"stage":"New","status":"New","customFields":[{"name":"data_kind","value":"biometric"}]}})",
             R"({"external_id":"thehive:external:cti:C-1","title":"Leak","severity":95,"occurred_at":"2026-11-22T02:03:20Z","detected_at":"2026-11-22T02:15:02.500Z","data_kinds":["biometric"],"status":"open"})"},
            {"thehive",
             R"([{"_type":"Audit","action":"update","objectType":"Alert","details":{"stage":"Closed"},"object":{"title":"t"}},{"_type":"Audit","action":"create","objectType":"Observable","object":{"dataType":"ip"}}])",
             R"([])"},
            // what was the target is ours; what was deleted does not count
            {"misp",
             R"({"Event":{"uuid":"u1","info":"i","date":"2026-11-20","Attribute":[{"type":"target-machine","value":"pc-1"},{"type":"target-user","value":"an"},{"type":"iban","value":"x","deleted":true}]}})",
             R"({"hosts":["pc-1"],"users":["an"],"data_kinds":[]})"},
            // a Pub/Sub message as Eventarc hands it on
            {"cloudevents",
             R"({"specversion":"1.0","id":"1","source":"//pubsub","type":"messagePublished","data":{"subscription":"s","message":{"messageId":"1","data":"eyJmaW5kaW5nIjp7Im5hbWUiOiJmLzMiLCJjYXRlZ29yeSI6IlBVQkxJQ19CVUNLRVRfQUNMIiwic2V2ZXJpdHkiOiJISUdIIn19"}}})",
             R"({"external_id":"//pubsub|1","title":"PUBLIC_BUCKET_ACL","severity":80})"},
            // numbers as texts, lists, and a state in JSON that no product is known by
            {"cloudevents",
             R"({"specversion":"1.0","id":"2","source":"/x","type":"t","data":{"name":"n","severity":"70","hosts":["h1","h2"],"users":["an"],"status":"resolved"}})",
             R"({"title":"n","severity":70,"hosts":["h1","h2"],"users":["an"],"status":"resolved"})"},
            // an aggregation of Chainsaw has several records
            {"sigma",
             R"({"group":"Sigma","kind":"aggregate","name":"Many failures","level":"medium","id":"e38","timestamp":"2026-11-22T02:15:02+00:00","documents":[{"data":{"Event":{"System":{"Computer":"DC1","Channel":"Security","EventRecordID":1},"EventData":{"TargetUserName":"an"}}}},{"data":{"Event":{"System":{"Computer":"DC2"}}}}]})",
             R"({"external_id":"chainsaw:e38:DC1:Security:1","title":"Many failures","severity":55,"hosts":["DC1","DC2"],"users":["an"]})"},
            {"sigma",
             R"({"Timestamp":"2026-11-22 09:15:02.000 +07:00","RuleTitle":"Logon","Level":"low","Computer":"PC1","Channel":"Sec","RecordID":3,"RuleID":"r","AllFieldInfo":{"TargetUserName":"an"}})",
             R"({"detected_at":"2026-11-22T02:15:02Z","hosts":["PC1"],"users":["an"]})"},
            // an offset behind GMT, an IPv6 address, no address, an account's number beside its name, a vendor's own
            // word
            {"cef",
             "CEF:0|Trend Micro|Deep Security Agent|20|600|File changed|Critical|rt=Nov 22 2026 09:15:02 GMT+07:00 "
             "dvchost=crm-1 src=:: dst=0.0.0.0 c6a2=2001:db8::5 c6a2Label=Source IPv6 Address suser=root suid=0 "
             "duid=77",
             R"({"severity":95,"detected_at":"2026-11-22T02:15:02Z","hosts":["crm-1","2001:db8::5"],"users":["root","77"]})"},
            {"cef",
             "CEF:0|Fortinet|Fortigate|v7|54600|utm:dlp dlp blocked|7|FTNTFGTeventtime=1795313702123456789 cat=utm:dlp "
             "FTNTFGTfiltername=CreditCard src=10.0.0.6",
             R"({"detected_at":"2026-11-22T02:15:02.123Z","data_kinds":["bank_finance_credit"]})"},
            {"cef",
             "CEF:0|Check Point|DLP|1|Log|DLP incident|Critical|cs2Label=DLP Rule Name cs2=PCI - Credit Card Numbers",
             R"({"data_kinds":["bank_finance_credit"]})"},
            {"cef",
             "CEF:0|CyberArk|PTA|12.6|1|Theft of credentials|8|suser=an deviceCustomDate1Label=detectionDate "
             "deviceCustomDate1=1795313702000",
             R"({"detected_at":"2026-11-22T02:15:02Z"})"},
            // a shipper's JSON around the line
            {"cef",
             R"({"@timestamp":"2026-11-22T02:15:02Z","message":"CEF:0|V|P|1|1|N|5|src=10.0.0.6 suser=EX\\\\an"})",
             R"({"title":"N","hosts":["10.0.0.6"],"users":["EX\\an"]})"},
            {"leef", R"({"event":{"original":"LEEF:1.0|V|P|1|E|src=10.0.0.6\tname=N"}})",
             R"({"title":"N","hosts":["10.0.0.6"]})"},
            // one word of action is no title; the computer's NetBIOS name is no account
            {"leef",
             "LEEF:2.0|Palo Alto "
             "Networks|PAN-OS|10|trojan/"
             "PDF|x7C|Action=alert|usrName=ex\\an|identNetBios=PC-3|Filename=a.zip|devTime=Nov 22 2026 09:15:02 "
             "GMT+7|devTimeFormat=MMM dd yyyy HH:mm:ss z",
             R"({"title":"Palo Alto Networks PAN-OS: trojan/PDF","hosts":["PC-3"],"users":["ex\\an"],"tables":["a.zip"],"detected_at":"2026-11-22T02:15:02Z"})"},
            {"leef", "LEEF:2.0|V|P|1|E|severity=high\tdescription=Table copied",
             R"({"title":"Table copied","severity":80,"severity_native":"high"})"},
            {"leef",
             "LEEF:1.0|Zscaler|NSS|5.0|dlp|cat=dlp\tpolicy=Block cards\tdlpdict=Credit Cards\taccountName=an\tsev=9",
             R"({"title":"Block cards","users":["an"],"data_kinds":["bank_finance_credit"]})"},
            // Cisco's ASA ends the time, or parts the host, with a colon
            {"syslog", "<166>Nov 22 2026 02:15:02: %ASA-6-302013: Built outbound connection",
             R"({"title":"Built outbound connection","detected_at":"2026-11-22T02:15:02Z","tags":["%ASA-6-302013"]})"},
            {"syslog", "<166>Nov 22 2026 02:15:02 asa1 : %ASA-4-106023: Deny tcp",
             R"({"title":"Deny tcp","hosts":["asa1"],"tags":["%ASA-4-106023"]})"},
            {"syslog", "<166>Nov 22 02:15:02 asa1: %ASA-4-106023: Deny tcp",
             R"({"title":"Deny tcp","hosts":["asa1"]})"},
            // date and time apart, an offset behind the clock, a zone behind the clock
            {"syslog", "<13> 2026-11-22 02:15:02 sw1 app: hello",
             R"({"title":"hello","hosts":["sw1"],"detected_at":"2026-11-22T02:15:02Z"})"},
            {"syslog", "<190>Nov 22 2026 09:15:02+07:00 sw2 %%01SHELL: login",
             R"({"hosts":["sw2"],"detected_at":"2026-11-22T02:15:02Z"})"},
            {"syslog", "<190>Nov 22 2026 09:15:02 ICT: %SYS-5-CONFIG_I: configured",
             R"({"title":"configured","hosts":[],"detected_at":"2026-11-22T02:15:02Z"})"},
        };
    return kDialects;
}

}  // namespace breachd::ingest
