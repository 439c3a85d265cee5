import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Gender, Robot } from "@/bindings";
import { useFieldAction } from "@/shared/hooks/useFieldAction";
import { robotAvatar, useDesk } from "@/shared/host";
import { oneLine } from "@/shared/text/plain";
import { MINUTE_MS } from "@/shared/time/model";
import { useNow } from "@/shared/time/useNow";
import { useTimeWords } from "@/shared/time/useTimeWords";
import { Avatar } from "@/shared/ui/Avatar";
import { Choice } from "@/shared/ui/Choice";
import { classes } from "@/shared/ui/classes";
import { InlineEdit } from "@/shared/ui/InlineEdit";
import { changeOf, type Field, isGender, lastSet, type PhoneFault, phoneFault, wanted } from "./model";

type Props = { robot: Robot; queued: number };

const MOST = { name: 20, alias: 20, position: 20, deskPhone: 24, mobile: 24 } as const;

/** What customers see of a robot, and how it is. */
export function RobotProfile({ robot, queued }: Props) {
	const { t } = useTranslation();
	const times = useTimeWords();
	const now = useNow(MINUTE_MS);
	return (
		<div data-testid="robot-profile" className="min-h-0 overflow-y-auto overscroll-contain px-8 py-6">
			<div className="flex max-w-[640px] flex-col gap-6">
				<div className="flex items-center gap-3">
					<Avatar name={oneLine(robot.name)} seed={robot.key} source={robotAvatar(robot)} size={40} />
					<h2 className="bidi-isolate min-w-0 truncate text-title font-semibold">
						{oneLine(robot.name) || t("robot.unnamed")}
					</h2>
				</div>
				<dl className="grid grid-cols-[112px_minmax(0,1fr)] gap-x-4 gap-y-1.5 text-base">
					<Fact title={t("profile.status")} text={t(`robot.${robot.status}`)} />
					<Fact
						title={t("profile.lastLogin")}
						text={robot.lastLogin === null ? t("profile.never") : times.list(robot.lastLogin, now)}
						hint={robot.lastLogin === null ? undefined : times.full(robot.lastLogin)}
					/>
					<Fact
						title={t("profile.queue")}
						text={queued === 0 ? t("profile.queueEmpty") : t("profile.queueCount", { count: queued })}
					/>
					{robot.owner !== null && <Fact title={t("profile.owner")} text={robot.owner} />}
					{robot.staffId !== null && <Fact title={t("profile.staffId")} text={robot.staffId} />}
				</dl>
				<section aria-label={t("profile.edit")} className="border-t border-line pt-4">
					<h3 className="text-message font-medium">{t("profile.edit")}</h3>
					<p className="mt-1 mb-3 text-small leading-5 text-text-2">{t("profile.editHint")}</p>
					{robot.status !== "online" && (
						<p
							role="status"
							className="mb-3 rounded-control bg-warning-weak px-3 py-2 text-small text-text-1"
						>
							{t("profile.offline", { status: t(`robot.${robot.status}`) })}
						</p>
					)}
					<div className="flex flex-col gap-2">
						<TextRow robot={robot} field="name" known={robot.name} />
						<TextRow robot={robot} field="alias" known={robot.alias} />
						<GenderRow robot={robot} />
						<TextRow robot={robot} field="deskPhone" known={null} />
						<TextRow robot={robot} field="mobile" known={null} />
						<TextRow robot={robot} field="position" known={null} />
					</div>
				</section>
			</div>
		</div>
	);
}

function Fact({ title, text, hint }: { title: string; text: string; hint?: string | undefined }) {
	return (
		<>
			<dt className="text-text-2">{title}</dt>
			<dd className="selectable bidi-isolate min-w-0 truncate" title={hint}>
				{text}
			</dd>
		</>
	);
}

function Line({ label, children }: { label: string; children: ReactNode }) {
	return (
		<div className="grid grid-cols-[112px_minmax(0,1fr)] items-start gap-4">
			<span className="pt-1 text-base text-text-2" aria-hidden="true">
				{label}
			</span>
			<div className="min-w-0">{children}</div>
		</div>
	);
}

function useProfileField(robot: Robot, field: Field) {
	return useFieldAction(robot.key, {
		read: (action) => wanted(action, field),
		write: (text) => changeOf(field, text),
	});
}

type TextField = Exclude<Field, "gender">;

function TextRow({ robot, field, known }: { robot: Robot; field: TextField; known: string | null }) {
	const { t } = useTranslation();
	const actions = useDesk((desk) => desk.records.actions);
	const { change, save } = useProfileField(robot, field);
	const [refused, setRefused] = useState<{ text: string; fault: PhoneFault } | null>(null);
	const isPhone = field === "deskPhone" || field === "mobile";
	const value = known ?? lastSet(actions.values(), robot.key, field) ?? "";

	function onSave(text: string) {
		const fault = isPhone ? phoneFault(text) : null;
		setRefused(fault === null ? null : { text, fault });
		if (fault === null) save(text);
	}

	return (
		<Line label={t(`profile.field.${field}`)}>
			<InlineEdit
				label={t(`profile.field.${field}`)}
				value={value}
				placeholder={t(field === "alias" ? "profile.none" : "profile.untold")}
				change={
					refused === null
						? change
						: {
								kind: "refused",
								text: refused.text,
								reason: t(`profile.phone.${refused.fault}`),
								onDismiss: () => setRefused(null),
							}
				}
				onSave={onSave}
				mayBeEmpty={field !== "name"}
				maxLength={MOST[field]}
				className="text-base"
				testId={`profile-${field}`}
			/>
		</Line>
	);
}

function GenderRow({ robot }: { robot: Robot }) {
	const { t } = useTranslation();
	const actions = useDesk((desk) => desk.records.actions);
	const { change, save } = useProfileField(robot, "gender");
	const last = lastSet(actions.values(), robot.key, "gender");
	const value = change.kind === "pending" ? change.text : (last ?? "");
	return (
		<Line label={t("profile.field.gender")}>
			<Choice<Gender | "">
				label={t("profile.field.gender")}
				value={isGender(value) ? value : ""}
				testId="profile-gender"
				className={classes("w-64", change.kind === "pending" && "opacity-55")}
				onChange={(gender) => gender !== "" && gender !== value && save(gender)}
				options={[
					...(isGender(value) ? [] : [{ value: "" as const, label: t("profile.untold") }]),
					{ value: "male", label: t("profile.gender.male") },
					{ value: "female", label: t("profile.gender.female") },
					{ value: "unknown", label: t("profile.gender.unknown") },
				]}
			/>
			{change.kind === "pending" && <p className="sr-only">{t("edit.pending")}</p>}
			{change.kind === "refused" && (
				<p role="alert" className="mt-0.5 text-small text-danger-text">
					{change.reason}{" "}
					<button type="button" className="text-text-2 underline" onClick={change.onDismiss}>
						{t("edit.dismiss")}
					</button>
				</p>
			)}
		</Line>
	);
}
