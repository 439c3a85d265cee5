import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type CustomerId, commands, type GroupCard, type GroupMember } from "@/bindings";
import { useReason } from "@/shared/i18n/useReason";
import { oneLine } from "@/shared/text/plain";
import { Button } from "@/shared/ui/Button";
import { Choice } from "@/shared/ui/Choice";
import { ErrorNote } from "@/shared/ui/ErrorNote";
import { Labelled } from "@/shared/ui/Labelled";
import { Tick } from "@/shared/ui/Tick";
import { adminsOf } from "./model";
import { possibleAdmins } from "./tools";

/** One admin goes, another comes: two steps of the platform, of which the second may fail (Q49). Spec 3.17. */
export function ReplaceAdmin({ card, onDone }: { card: GroupCard; onDone: () => void }) {
	const { t } = useTranslation();
	const reason = useReason();
	const [remove, setRemove] = useState<CustomerId | "">("");
	const [add, setAdd] = useState<CustomerId | "">("");
	const [seen, setSeen] = useState(false);
	const admins = adminsOf(card.members);
	const candidates = possibleAdmins(card.members);
	const replacing = useMutation({
		mutationFn: () => commands.replaceAdmin(card.group.robotKey, card.group.id, remove, add),
		onSuccess: onDone,
	});
	const options = (members: readonly GroupMember[]) => [
		{ value: "", label: t("groupTools.choose") },
		...members.map((each) => ({ value: each.id, label: oneLine(each.name) || t("group.noName") })),
	];
	const impossible = admins.length === 0 ? "noAdmins" : candidates.length === 0 ? "noCandidates" : null;

	return (
		<div data-testid="replace-admin" className="mt-2 flex flex-col gap-3">
			<p className="text-small leading-5 text-text-2">{t("groupTools.replaceHint")}</p>
			{impossible !== null ? (
				<p className="rounded-control bg-warning-weak px-3 py-2 text-base">{t(`groupTools.${impossible}`)}</p>
			) : (
				<>
					<div className="grid grid-cols-2 gap-3">
						<Labelled label={t("groupTools.oldAdmin")}>
							<Choice
								label={t("groupTools.oldAdmin")}
								value={remove}
								onChange={setRemove}
								options={options(admins)}
								testId="replace-old"
							/>
						</Labelled>
						<Labelled label={t("groupTools.newAdmin")}>
							<Choice
								label={t("groupTools.newAdmin")}
								value={add}
								onChange={setAdd}
								options={options(candidates)}
								testId="replace-new"
							/>
						</Labelled>
					</div>
					<Tick checked={seen} onChange={setSeen} testId="replace-consent">
						{t("groupTools.replaceConsent")}
					</Tick>
				</>
			)}
			{replacing.isError && (
				<ErrorNote>{t("groupTools.replaceFailed", { reason: reason(replacing.error) })}</ErrorNote>
			)}
			<div className="flex justify-end gap-2">
				<Button onClick={onDone}>{t("panel.cancel")}</Button>
				{impossible === null && (
					<Button
						look="danger"
						data-testid="replace-confirm"
						disabled={remove === "" || add === "" || !seen || replacing.isPending}
						onClick={() => replacing.mutate()}
					>
						{t("groupTools.replaceConfirm")}
					</Button>
				)}
			</div>
		</div>
	);
}
