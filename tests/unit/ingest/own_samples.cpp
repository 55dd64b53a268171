#include "own_samples.hpp"

namespace breachd::ingest {

namespace {

std::vector<OwnSample> first_samples() {
    return {
        {"wazuh",
         R"({"timestamp":"2026-11-22T09:15:02.331+0700","rule":{"level":12,"description":"Large read of table trips","id":"100210","mitre":{"id":["T1048"]},"groups":["postgresql"]},"agent":{"id":"014","name":"gps-db-1","ip":"10.0.4.7"},"manager":{"name":"wazuh-hn-1"},"id":"1795313702.5511234","data":{"srcuser":"report_ro","win":{"eventdata":{"targetUserName":"svc"}}},"syscheck":{"path":"/srv/dump.sql"},"location":"/var/log/pg.log"})",
         R"({"external_id":"wazuh:wazuh-hn-1:1795313702.5511234","title":"Large read of table trips","severity":80,"detected_at":"2026-11-22T02:15:02.331Z","hosts":["gps-db-1","10.0.4.7"],"users":["report_ro","svc"],"tables":["/srv/dump.sql"],"rule_id":"100210"})"},
        {"splunk",
         R"({"result":{"_time":"1795313702","host":"crm-1","user":"binh","count":"5400","data_kind":"health","urgency":"high","_raw":"..."},"sid":"scheduler__admin__search__RMD5_at_1795313760_7","results_link":"http://splunk.test:8000/x","search_name":"Bulk export of patients","owner":"admin","app":"search"})",
         R"({"title":"Bulk export of patients","severity":80,"occurred_at":"2026-11-22T02:15:02Z","detected_at":null,"hosts":["crm-1"],"users":["binh"],"records":5400,"data_kinds":["health"],"rule_id":"Bulk export of patients"})"},
        {"elastic",
         R"({"alerts":[{"@timestamp":"2026-11-22T02:16:00.000Z","kibana.alert.uuid":"u-1","kibana.alert.rule.name":"Exfiltration over DNS","kibana.alert.rule.uuid":"r-1","kibana.alert.severity":"high","kibana.alert.risk_score":73,"kibana.alert.original_time":"2026-11-22T02:10:00.000Z","kibana.alert.workflow_status":"acknowledged","host":{"name":"web-1"},"host.ip":["10.1.0.5"],"user":{"name":"www"},"kibana.alert.rule.tags":["DNS"],"labels":{"data_kind":"name,address","records":"12"}},{"kibana.alert.uuid":"u-2","kibana.alert.rule.name":"x","kibana.alert.building_block_type":"default"}]})",
         R"({"external_id":"elastic:u-1","title":"Exfiltration over DNS","severity":73,"severity_native":"high","occurred_at":"2026-11-22T02:10:00Z","detected_at":"2026-11-22T02:16:00Z","hosts":["web-1","10.1.0.5"],"users":["www"],"tags":["DNS"],"data_kinds":["name","address"],"records":12,"status":"acknowledged","rule_id":"r-1"})"},
        {"elastic",
         R"({"_index":".siem","_id":"hit-9","_source":{"@timestamp":"2026-11-22T02:16:00Z","signal":{"rule":{"name":"Old style","severity":"low"}}}})",
         R"({"external_id":"elastic:hit-9","title":"Old style","severity":21})"},
        {"alertmanager",
         R"({"version":"4","groupKey":"{}:{}","status":"firing","receiver":"breachd","commonLabels":{"severity":"critical"},"externalURL":"http://am.test","alerts":[{"status":"firing","labels":{"alertname":"ExportVolume","instance":"gps-db-1:9187","severity":"critical","data_kind":"location","records":"1000"},"annotations":{"summary":"s"},"startsAt":"2026-11-22T02:15:02.5Z","endsAt":"0001-01-01T00:00:00Z","fingerprint":"c0ffee0000000001"},{"status":"resolved","labels":{"alertname":"Other"},"startsAt":"2026-11-22T01:00:00Z","fingerprint":"c0ffee0000000002"}]})",
         R"([{"external_id":"alertmanager:c0ffee0000000001:2026-11-22T02:15:02.500Z","title":"ExportVolume","severity":90,"hosts":["gps-db-1"],"data_kinds":["location"],"records":1000,"status":"open"},{"title":"Other","severity":90,"status":"resolved"}])"},
        {"grafana",
         R"({"receiver":"breachd","status":"firing","orgId":1,"alerts":[{"status":"firing","labels":{"alertname":"TestAlert","instance":"Grafana"},"annotations":{"summary":"Notification test"},"startsAt":"2026-11-22T09:15:02+07:00","endsAt":"0001-01-01T00:00:00Z","fingerprint":"57c6d9296de2ad39","values":{"B":22,"C":1}}],"version":"1","title":"[FIRING:1]","state":"alerting"})",
         R"({"title":"TestAlert","test":true,"detected_at":"2026-11-22T02:15:02Z","severity":50})"},
        {"grafana",
         R"({"ruleId":7,"ruleName":"Disk","state":"ok","title":"[OK] Disk","tags":{"host":"n1"},"evalMatches":[]})",
         R"({"title":"Disk","status":"resolved","hosts":["n1"],"rule_id":"7"})"},
        {"sentinel",
         R"({"objectSchemaType":"Incident","objectEventType":"Create","object":{"id":"/subscriptions/x/Incidents/9","name":"9b1f-9","properties":{"title":"Mass download","severity":"High","status":"New","createdTimeUtc":"2026-11-22T02:16:00.1234567Z","firstActivityTimeUtc":"2026-11-22T02:00:00Z","incidentNumber":9,"additionalData":{"tactics":["Exfiltration"]},"relatedEntities":[{"kind":"Host","properties":{"hostName":"files","dnsDomain":"vidu.test"}},{"kind":"Account","properties":{"accountName":"an","upnSuffix":"vidu.test"}}],"relatedAnalyticRuleIds":["rule-1"]}}})",
         R"({"external_id":"sentinel:9b1f-9","title":"Mass download","severity":80,"occurred_at":"2026-11-22T02:00:00Z","detected_at":"2026-11-22T02:16:00.123Z","hosts":["files.vidu.test"],"users":["an@vidu.test"],"tags":["Exfiltration"],"rule_id":"rule-1"})"},
        {"defender",
         R"({"time":"2026-11-22 02:16:00.781","tenantId":"t-1","category":"AdvancedHunting-AlertEvidence","properties":{"AlertId":"da1","Title":"DLP policy (credit card number) matched","Severity":"Medium","Timestamp":"2026-11-22 02:10:00.058183200","ServiceSource":"Microsoft Data Loss Prevention","DeviceName":"pc-9.vidu.test","AccountUpn":"an@vidu.test","AttackTechniques":"[\"Exfiltration (T1048)\"]"}})",
         R"({"title":"DLP policy (credit card number) matched","severity":55,"hosts":["pc-9.vidu.test"],"users":["an@vidu.test"],"data_kinds":["bank_finance_credit"],"detected_at":"2026-11-22T02:16:00.781Z"})"},
        {"defender",
         R"({"value":[{"id":"g1","title":"Suspicious mailbox rule","severity":"informational","status":"inProgress","createdDateTime":"2026-11-22T02:16:00Z","serviceSource":"microsoftDefenderForOffice365","evidence":[{"@odata.type":"#microsoft.graph.security.userEvidence","userAccount":{"accountName":"an","userPrincipalName":"an@vidu.test"}},{"@odata.type":"#microsoft.graph.security.deviceEvidence","deviceDnsName":"pc-1.vidu.test"}]},{"subscriptionId":"s","clientState":"c","resource":"security/alerts_v2/1"}]})", R"({"external_id":"graph:g1","severity":10,"users":["an@vidu.test"],"hosts":["pc-1.vidu.test"],"status":"acknowledged"})"},
        {"graylog",
         R"({"event_definition_id":"d1","event_definition_title":"Many reads","job_definition_id":"j","event":{"id":"01HX","timestamp":"2026-11-22T02:10:00.000Z","timestamp_processing":"2026-11-22T02:16:00.000Z","message":"m","source":"graylog-1","priority":3,"fields":{"source":"crm-db","username":"ro"},"group_by_fields":{}},"backlog":[{"source":"crm-db-2","message":"m","fields":{"user":"ro2"}}]})",
         R"({"external_id":"graylog:01HX","title":"Many reads","severity":80,"occurred_at":"2026-11-22T02:10:00Z","detected_at":"2026-11-22T02:16:00Z","hosts":["crm-db","crm-db-2"],"users":["ro","ro2"],"test":false})"},
        {"suricata",
         "{\"timestamp\":\"2026-11-22T09:15:02.000001+0700\",\"flow_id\":2027746959634226123,\"event_type\":\"alert\","
         "\"src_ip\":\"10.0.4.7\",\"dest_ip\":\"203.0.113.9\",\"tx_id\":0,\"alert\":{\"gid\":1,\"signature_id\":"
         "2100494,\"signature\":\"Large upload\",\"category\":\"Successful Information "
         "Leak\",\"severity\":3,\"metadata\":{\"signature_severity\":[\"Major\"]}}}\n{\"event_type\":\"stats\","
         "\"stats\":{}}\n",
         R"({"external_id":"suricata:2027746959634226123:0:1:2100494","title":"Large upload","severity":75,"severity_native":"3","hosts":["10.0.4.7","203.0.113.9"],"tags":["Successful Information Leak"],"detected_at":"2026-11-22T02:15:02Z"})"},
        {"falco",
         R"({"uuid":"f-1","output":"o","priority":"Critical","rule":"Read of customer export","time":"2026-11-22T02:15:02.123456789Z","source":"syscall","output_fields":{"evt.time":1795313702123456789,"fd.name":"/srv/export.csv","user.name":"root","k8s.pod.name":"crm-0","container.id":"host","x/y[0]":"<NA>"},"hostname":"node-1","tags":["mitre_exfiltration"]})",
         R"({"external_id":"falco:f-1","title":"Read of customer export","severity":90,"hosts":["node-1","crm-0"],"users":["root"],"tables":["/srv/export.csv"],"detected_at":"2026-11-22T02:15:02.123Z","test":false})"},
        {"ocsf",
         R"({"class_uid":2006,"activity_id":1,"severity_id":4,"status_id":1,"time":1795313702123,"finding_info":{"uid":"o-1","title":"Sensitive file shared","types":["DLP"],"first_seen_time":1795313000000},"metadata":{"product":{"name":"X"}},"resources":[{"uid":"arn:x","name":"bucket-1"}],"databucket":{"name":"bucket-1","file":{"name":"a.csv","data_classifications":[{"category":"Personal","discovery_details":[{"type":"PHONE_NUMBER","count":40},{"type":"IBAN_CODE","count":2}]}]}},"actor":{"user":{"name":"an"}}})", R"({"external_id":"ocsf:o-1","title":"Sensitive file shared","severity":75,"severity_native":"4","hosts":["arn:x","bucket-1"],"users":["an"],"tables":["a.csv"],"data_kinds":["contact_or_id_number","bank_finance_credit"],"records":42,"detected_at":"2026-11-22T02:15:02.123Z","occurred_at":"2026-11-22T02:03:20Z"})"},
        {"ocsf",
         R"({"detail-type":"Security Hub Findings - Imported","detail":{"findings":[{"AwsAccountId":"1","Id":"arn:f1","Title":"Public bucket","ProductArn":"p","Severity":{"Label":"HIGH"},"CreatedAt":"2026-11-22T02:15:02Z","FirstObservedAt":"2026-11-22T02:00:00Z","Workflow":{"Status":"NOTIFIED"},"RecordState":"ACTIVE","Resources":[{"Id":"arn:aws:s3:::b1","DataClassification":{"Result":{"SensitiveData":[{"Category":"PERSONAL_INFORMATION","TotalCount":9223372036854775807,"Detections":[{"Type":"NAME"}]},{"Category":"FINANCIAL_INFORMATION","TotalCount":5}]}}}]}]}})",
         R"({"external_id":"asff:arn:f1","title":"Public bucket","severity":80,"status":"acknowledged","hosts":["arn:aws:s3:::b1"],"data_kinds":["name","bank_finance_credit"],"records":9223372036854775807})"},
        {"guardduty",
         R"({"version":"0","id":"e-1","detail-type":"GuardDuty Finding","source":"aws.guardduty","time":"2026-11-22T02:20:00Z","detail":{"schemaVersion":"2.0","id":"gd1","type":"Exfiltration:S3/AnomalousBehavior","severity":8.25,"createdAt":"2026-11-22T02:15:02.5Z","updatedAt":"2026-11-22T02:19:00Z","title":"Unusual S3 reads","resource":{"s3BucketDetails":[{"name":"exports"}],"accessKeyDetails":{"userName":"ci"}},"service":{"serviceName":"guardduty","eventFirstSeen":"2026-11-22T02:00:00Z","archived":false,"additionalInfo":{"sample":true}}}})", R"({"external_id":"guardduty:gd1","title":"Unusual S3 reads","severity":83,"hosts":["exports"],"users":["ci"],"occurred_at":"2026-11-22T02:00:00Z","detected_at":"2026-11-22T02:15:02.500Z","test":true,"tags":["Exfiltration"],"data_kinds":[]})"},
        {"macie",
         R"({"schemaVersion":"1.0","id":"m1","type":"SensitiveData:S3Object/Multiple","title":"Sensitive data","severity":{"score":3,"description":"High"},"createdAt":"2026-11-22T02:15:02Z","updatedAt":"2026-11-22T02:15:02Z","resourcesAffected":{"s3Bucket":{"name":"exports","publicAccess":{"effectivePermission":"PUBLIC"}},"s3Object":{"key":"a.csv","path":"exports/a.csv"}},"classificationDetails":{"result":{"sensitiveData":[{"category":"PERSONAL_INFORMATION","totalCount":7,"detections":[{"type":"LATITUDE_LONGITUDE","count":5},{"type":"NAME","count":2}]},{"category":"CREDENTIALS","totalCount":1,"detections":[]}],"customDataIdentifiers":{"totalCount":3,"detections":[{"name":"CCCD","count":3}]}}}})",
         R"({"external_id":"macie:m1","severity":90,"hosts":["exports"],"tables":["exports/a.csv"],"data_kinds":["location","name","digital_account","contact_or_id_number"],"records":11,"tags":["SensitiveData","PUBLIC"]})"},
        {"gcp_scc",
         R"({"message":{"data":"eyJmaW5kaW5nIjp7Im5hbWUiOiJvcmdhbml6YXRpb25zLzEvc291cmNlcy8yL2ZpbmRpbmdzLzMiLCJjYXRlZ29yeSI6IkV4ZmlsdHJhdGlvbjogQmlnUXVlcnkgRGF0YSBFeGZpbHRyYXRpb24iLCJzZXZlcml0eSI6IkhJR0giLCJzdGF0ZSI6IkFDVElWRSIsInJlc291cmNlTmFtZSI6Ii8vYmlncXVlcnkvcDEiLCJldmVudFRpbWUiOiIyMDI2LTExLTIyVDAyOjE1OjAyWiIsImNyZWF0ZVRpbWUiOiIyMDI2LTExLTIyVDAyOjE2OjAwWiIsImV4ZmlsdHJhdGlvbiI6eyJzb3VyY2VzIjpbeyJuYW1lIjoiLy9iaWdxdWVyeS9kYXRhc2V0cy90cmlwcyJ9XX19fQ==","messageId":"1"},"subscription":"s"})", R"({"external_id":"scc:organizations/1/sources/2/findings/3","title":"Exfiltration: BigQuery Data Exfiltration","severity":80,"hosts":["//bigquery/p1"],"tables":["//bigquery/datasets/trips"],"occurred_at":"2026-11-22T02:15:02Z","detected_at":"2026-11-22T02:16:00Z"})"},
        {"dlp",
         R"([{"CreationTime":"2026-11-22T02:15:02","Id":"i","Operation":"DLPRuleMatch","Workload":"SharePoint","UserId":"an@vidu.test","IncidentId":"p1","PolicyDetails":[{"PolicyName":"Cards","Rules":[{"RuleId":"r","RuleName":"Outside","Severity":"High","ConditionsMatched":{"SensitiveInformation":[{"SensitiveInformationTypeName":"Credit Card Number","Count":12,"SensitiveInformationDetections":{"DetectedValues":[{"Name":"4111","Value":"x"}]}}]}}]}],"SharePointMetaData":{"FilePathUrl":"https://vidu.test/a.xlsx"}}])",
         R"({"external_id":"purview:p1","title":"Cards: Outside","severity":80,"users":["an@vidu.test"],"tables":["https://vidu.test/a.xlsx"],"data_kinds":["bank_finance_credit"],"records":12,"rule_id":"r"})"},
        {"dlp",
         R"({"dlp_incident_id":2222222222222222222,"dlp_match_info":[{"dlp_policy":"p","dlp_rules":[{"dlp_rule_name":"Medical","dlp_data_identifiers":{"industries/healthcare/icd10":5}}]}],"severity":"Medium","timestamp":1795313702,"user":"an@vidu.test","url":"files.test/a"})",
         R"({"external_id":"netskope:2222222222222222222","title":"Medical","severity":55,"data_kinds":["health"],"records":5})"},
        {"dlp",
         "<8>Nov 22 09:15:02 dlp-1 Application_Name=\xe2\x80\x9dN/A\xe2\x80\x9d Incident_id=\xe2\x80\x9d"
         "6937\xe2\x80\x9d Machine_IP=\xe2\x80\x9d"
         "10.1.1.1\xe2\x80\x9d Match_Count=\xe2\x80\x9d"
         "3\xe2\x80\x9d Occured_On=\xe2\x80\x9dNovember 22, 2026 2:11:41 AM\xe2\x80\x9d Policy_Name=\xe2\x80\x9d"
         "Passport numbers\xe2\x80\x9d Severity=\xe2\x80\x9d"
         "1:High\xe2\x80\x9d",
         R"({"external_id":"symantec-dlp:6937","title":"Passport numbers","severity":80,"hosts":["10.1.1.1"],"records":3,"data_kinds":["contact_or_id_number"],"occurred_at":"2026-11-22T02:11:41Z"})"},
        {"dlp",
         R"({"control":{"id":"c","name":"Public data","severity":"LOW"},"issue":{"id":"w1","created":"2026-11-22 02:15:02.306109000","severity":"CRITICAL","status":"IN_PROGRESS"},"resource":{"name":"vm-1"},"trigger":{"type":"Open"}})",
         R"({"external_id":"wiz:w1","title":"Public data","severity":95,"hosts":["vm-1"],"status":"acknowledged"})"},
        {"thehive", R"({"operation":"Creation","objectType":"alert","objectId":"a","startDate":1795313702000,"details":{},"object":{"id":"a","title":"Phishing","description":"d","type":"external","source":"mail","sourceRef":"m-1","severity":3,"date":1795313000000,"status":"New","tags":["t"],"artifacts":[{"dataType":"hostname","data":"pc-1"},{"dataType":"mail","data":"an@vidu.test"}]}})", R"({"external_id":"thehive:external:mail:m-1","title":"Phishing","severity":75,"hosts":["pc-1"],"users":["an@vidu.test"],"detected_at":"2026-11-22T02:15:02Z","occurred_at":"2026-11-22T02:03:20Z"})"},
        {"misp",
         R"({"response":[{"Event":{"uuid":"5758ebf5-0000-4000-8000-000000000001","info":"Leaked customer list","date":"2026-11-20","timestamp":"1795313702","threat_level_id":"2","published":true,"Tag":[{"name":"gdpr:special-categories=\"health\""}],"Attribute":[{"type":"link","value":"x"},{"type":"iban","value":"x"}],"Object":[{"name":"credential","Attribute":[]}]}},{"Object":[]}]})",
         R"({"external_id":"misp:5758ebf5-0000-4000-8000-000000000001","title":"Leaked customer list","severity":55,"occurred_at":"2026-11-20T00:00:00Z","detected_at":"2026-11-22T02:15:02Z","data_kinds":["bank_finance_credit","digital_account","health"]})"},
        {"cloudevents",
         R"([{"specversion":"1.0","id":"1","source":"/falco","type":"t.falco","time":"2026-11-22T02:15:02Z","data":{"rule":"R","output":"o","priority":"Error","time":"2026-11-22T02:15:01Z","hostname":"h1"}},{"specversion":"1.0","id":"2","source":"/x","type":"t.other","subject":"s","data":"{\"title\":\"no\"}","datacontenttype":"application/json"},{"specversion":"1.0","id":"3","source":"/x","type":"t.b","data_base64":"... not base64 ..."}])",
         R"([{"external_id":"/falco|1","title":"R","severity":75,"hosts":["h1"],"occurred_at":"2026-11-22T02:15:01Z"},{"external_id":"/x|2","title":"t.other: s"},{"external_id":"/x|3","title":"t.b"}])"},
        {"sigma",
         R"({"alerts":[{"id":"s1","trigger_id":"t","trigger_name":"LSASS dump","severity":"1","state":"ACKNOWLEDGED","start_time":"2026-11-22T02:15:02.1Z"},{"oops":1}],"total_alerts":2})",
         R"({"external_id":"opensearch-sa:s1","title":"LSASS dump","severity":95,"status":"acknowledged"})"},
        {"sigma",
         R"({"Timestamp":"2026-11-22 09:15:02.123 +07:00","RuleTitle":"Export","Level":"med","Computer":"dc1","Channel":"Sec","EventID":4688,"RecordID":77,"RuleID":"r-7","Details":{"User":"an"}})",
         R"({"external_id":"hayabusa:r-7:dc1:Sec:77","title":"Export","severity":55,"hosts":["dc1"],"users":["an"],"detected_at":"2026-11-22T02:15:02.123Z"})"},
        {"cef",
         "<13>Nov 22 09:15:02 fw-1 CEF:0|Vendor|Product \\| X|1.0|100|Data left|8|externalId=77 rt=Nov 22 2026 "
         "09:15:02 dtz=ICT src=10.0.4.7 dst=203.0.113.9 dhost= suser=an cs1Label=data_kind cs1=location fname=a "
         "b\\=c.csv msg=two  words\\nline cat=leak\n",
         R"({"title":"Data left","severity":80,"severity_native":"8","occurred_at":"2026-11-22T02:15:02Z","hosts":["10.0.4.7","203.0.113.9"],"users":["an"],"tables":["a b=c.csv"],"data_kinds":["location"],"tags":["leak"],"rule_id":"100"})"},
        {"cef", "CEF:0|V|P|1|1|first|Very-High|dvc=h1\nCEF:0|V|P|1|1\nCEF:0|V|P|1|2|second|25|",
         R"([{"title":"first","severity":95,"hosts":["h1"]},{"title":"second","severity":100}])"},
        {"leef",
         "<13>1 2026-11-22T02:15:02.5Z qr-1 "
         "LEEF:2.0|Vendor|Product|1|E1|^|devTime=1795313702000^src=10.0.4.7^usrName=an^sev=5^cat=leak^Message=Data "
         "left\n",
         R"({"title":"Data left","severity":50,"hosts":["10.0.4.7"],"users":["an"],"tags":["leak"],"rule_id":"E1","detected_at":"2026-11-22T02:15:02Z"})"},
        {"syslog",
         "<34>1 2026-11-22T02:15:02.003Z db-1 pgaudit 77 ID47 [x@1 data_kind=\"health\"] \xef\xbb\xbfsession of "
         "report_ro copied table patients",
         R"({"title":"session of report_ro copied table patients","severity":71,"severity_native":"2","hosts":["db-1"],"tags":["pgaudit"],"data_kinds":["health"],"rule_id":"ID47","detected_at":"2026-11-22T02:15:02.003Z"})"},
        {"syslog",
         "<133>Nov 22 09:15:02 web-1 suricata[12]: @cee: "
         "{\"event_type\":\"alert\",\"src_ip\":\"10.0.4.7\",\"timestamp\":\"2026-11-22T02:15:02Z\",\"flow_id\":1,"
         "\"alert\":{\"signature\":\"S\",\"signature_id\":5,\"severity\":1}}",
         R"({"external_id":"suricata:1:-:1:5","title":"S","severity":85})"},
        {"syslog",
         "<133>Nov 22 09:15:02 app-1 portal: {\"title\":\"Login from "
         "abroad\",\"severity\":\"high\",\"host\":\"portal\",\"time\":1795313702}",
         R"({"title":"Login from abroad","severity":80,"hosts":["app-1","portal"],"detected_at":"2026-11-22T02:15:02Z"})"},
        {"mapped",
         R"({"id":7,"title":"Mapped","severity":40,"host":"h1","user":["a","b"],"timestamp":"2026-11-22T02:15:02Z","status":"Fixed"})",
         R"({"external_id":"7","title":"Mapped","severity":40,"hosts":["h1"],"users":["a","b"],"status":"resolved","detected_at":"2026-11-22T02:15:02Z"})"},
        {"generic",
         R"({"id":"x-1","title":"Hand-made","severity":70,"detected_at":"2026-11-20T09:30:00.250Z","hosts":["gps-db-1"],"kinds":["location"],"records":3})", R"({"external_id":"x-1","title":"Hand-made","severity":70,"hosts":["gps-db-1"],"data_kinds":["location"],"records":3})"},
    };
}

}  // namespace

const std::vector<OwnSample>& own_samples() {
    static const std::vector<OwnSample> kAll = [] {
        auto all = first_samples();
        all.insert(all.end(), own_variants().begin(), own_variants().end());
        all.insert(all.end(), own_dialects().begin(), own_dialects().end());
        return all;
    }();
    return kAll;
}

}  // namespace breachd::ingest
