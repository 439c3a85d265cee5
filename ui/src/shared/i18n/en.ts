import { accountsEn } from "./areas/accounts";
import { actionsEn, activityEn } from "./areas/activity";
import { auditEn } from "./areas/audit";
import { broadcastEn } from "./areas/broadcast";
import { contactsEn, directoryEn } from "./areas/contacts";
import { desktopEn } from "./areas/desktop";
import { errorsEn } from "./areas/errors";
import { exportEn } from "./areas/export";
import { filtersEn } from "./areas/filters";
import { groupEn } from "./areas/group";
import { groupToolsEn } from "./areas/groupTools";
import { healthEn } from "./areas/health";
import { inboxEn, listEn } from "./areas/inbox";
import { keysEn } from "./areas/keys";
import { laterEn } from "./areas/later";
import { leadEn } from "./areas/lead";
import { longTextEn } from "./areas/longText";
import { messagesEn } from "./areas/messages";
import { chartEn, metricsEn, waitingEn } from "./areas/metrics";
import { noticesEn } from "./areas/notices";
import { customerEn, editEn, notesEn, panelEn } from "./areas/panel";
import { policyEn } from "./areas/policy";
import { profileEn } from "./areas/profile";
import { qualityEn } from "./areas/quality";
import { repliesEn } from "./areas/replies";
import { requestsEn } from "./areas/requests";
import { robotEn, robotsEn } from "./areas/robots";
import { searchEn } from "./areas/search";
import { sendingEn } from "./areas/sending";
import { sessionEn } from "./areas/session";
import { settingsEn } from "./areas/settings";
import { shellEn } from "./areas/shell";
import { signInEn } from "./areas/signIn";
import { threadEn } from "./areas/thread";
import { timeEn } from "./areas/time";
import type { Words } from "./zh-CN";

export const en: Words = {
	...shellEn,
	later: laterEn,
	lead: leadEn,
	audit: auditEn,
	health: healthEn,
	chart: chartEn,
	waiting: waitingEn,
	metrics: metricsEn,
	export: exportEn,
	...settingsEn,
	desktop: desktopEn,
	...signInEn,
	...errorsEn,
	notice: noticesEn,
	...sessionEn,
	robot: robotEn,
	inbox: inboxEn,
	robots: robotsEn,
	list: listEn,
	...filtersEn,
	...timeEn,
	...messagesEn,
	panel: panelEn,
	edit: editEn,
	notes: notesEn,
	customer: customerEn,
	group: groupEn,
	groupTools: groupToolsEn,
	longText: longTextEn,
	requests: requestsEn,
	actions: actionsEn,
	activity: activityEn,
	broadcast: broadcastEn,
	profile: profileEn,
	directory: directoryEn,
	contacts: contactsEn,
	...keysEn,
	...repliesEn,
	...sendingEn,
	...threadEn,
	...accountsEn,
	...searchEn,
	...qualityEn,
	...policyEn,
};
