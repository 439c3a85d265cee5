import { useMutation } from "@tanstack/react-query";
import { TriangleAlert, X } from "lucide-react";
import { useTranslation } from "react-i18next";
import { commands, type Notice } from "@/bindings";
import { refreshDesk, useDesk } from "@/shared/host";
import { Button } from "@/shared/ui/Button";
import { IconButton } from "@/shared/ui/IconButton";

/** What is wrong with this computer's cache or keyring: what happened, what was kept, what to do. */
export function Notices() {
	const { t } = useTranslation();
	const notices = useDesk((desk) => desk.notices);
	if (notices.length === 0) return null;
	return (
		<section aria-label={t("notice.label")} className="shrink-0">
			{notices.map((notice) => (
				<NoticeLine key={notice.id} notice={notice} />
			))}
		</section>
	);
}

function NoticeLine({ notice }: { notice: Notice }) {
	const { t } = useTranslation();
	const dismiss = useMutation({ mutationFn: () => commands.dismissNotice(notice.id) });
	const { what, next } = useNoticeWords(notice);
	// What is about the account in front needs no name.
	const of = useDesk((desk) =>
		desk.account?.id === notice.account
			? undefined
			: desk.accounts.find(({ account }) => account.id === notice.account)?.account.accessKey,
	);
	return (
		<div
			role="status"
			data-testid={`notice-${notice.kind}`}
			className="flex items-start gap-3 border-b border-line bg-warning-weak px-4 py-2 text-base text-text-1"
		>
			<TriangleAlert size={16} className="mt-0.5 shrink-0 text-warning-text" aria-hidden="true" />
			<div className="selectable min-w-0 flex-1">
				<p>
					{of !== undefined && <span>{t("accounts.of", { name: of })}</span>}
					<strong className="font-semibold">{what}</strong> <span className="text-text-2">{next}</span>
				</p>
				{notice.kind === "cacheSetAside" && (
					<p className="text-small break-all text-text-3">{t("notice.file", { file: notice.file })}</p>
				)}
			</div>
			<KeyringCheck notice={notice} />
			<CacheRebuild notice={notice} />
			<IconButton
				label={t("notice.dismiss")}
				size={24}
				data-testid="dismiss-notice"
				onClick={() => dismiss.mutate()}
			>
				<X size={16} />
			</IconButton>
		</div>
	);
}

/** Only while nobody is signed in: the secrets of a session do not change their place. */
function KeyringCheck({ notice }: { notice: Notice }) {
	const { t } = useTranslation();
	const signedIn = useDesk((desk) => desk.account !== null);
	const check = useMutation({
		mutationFn: () => commands.checkKeyring(),
		onSettled: () => refreshDesk(),
	});
	if (signedIn || (notice.kind !== "keyringLocked" && notice.kind !== "keyringAbsent")) return null;
	return (
		<Button
			size="small"
			data-testid="check-keyring"
			disabled={check.isPending}
			onClick={() => check.mutate()}
		>
			{t("notice.checkKeyring")}
		</Button>
	);
}

/** In place of a restart; what was typed is in the new cache. */
function CacheRebuild({ notice }: { notice: Notice }) {
	const { t } = useTranslation();
	const rebuild = useMutation({
		mutationFn: () => commands.rebuildCache(),
		onSettled: () => refreshDesk(),
	});
	if (notice.kind !== "cacheDamaged") return null;
	return (
		<div className="flex max-w-[280px] flex-col items-end gap-1">
			<Button
				size="small"
				data-testid="rebuild-cache"
				disabled={rebuild.isPending}
				onClick={() => rebuild.mutate()}
			>
				{t("notice.rebuild")}
			</Button>
			{rebuild.isError && (
				<p role="alert" className="text-small text-danger-text">
					{t("notice.rebuildFailed")}
				</p>
			)}
		</div>
	);
}

function useNoticeWords(notice: Notice): { what: string; next: string } {
	const { t, i18n } = useTranslation();
	const sentences = (...parts: string[]) => parts.join(i18n.language === "en" ? " " : "");
	switch (notice.kind) {
		case "cacheSetAside": {
			const { savedSends, savedDrafts } = notice;
			const nothing = notice.why === "damaged" ? t("notice.damagedNothing") : t("notice.savedNothing");
			const saved = t("notice.saved", { sends: String(savedSends), drafts: String(savedDrafts) });
			const what = {
				wrongKey: t("notice.wrongKey"),
				lostKey: t("notice.lostKey"),
				damaged: t("notice.damaged"),
			}[notice.why];
			return { what, next: sentences(t("notice.rebuilt"), savedSends + savedDrafts > 0 ? saved : nothing) };
		}
		case "cacheDamaged":
			return { what: t("notice.cacheDamaged"), next: t("notice.cacheDamagedNext") };
		case "diskFull":
			return { what: t("notice.diskFull"), next: t("notice.diskFullNext") };
		case "readOnly":
			return { what: t("notice.readOnly"), next: t("notice.readOnlyNext") };
		case "keyringLocked":
			return {
				what: t("notice.keyringLocked"),
				next: sentences(t("notice.keyringNext"), t("notice.keyringLater")),
			};
		case "keyringAbsent":
			return { what: t("notice.keyringAbsent"), next: t("notice.keyringNext") };
	}
}
