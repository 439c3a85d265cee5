import { CircleHelp, X } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { AmbiguousTag, CustomerCard } from "@/bindings";
import { dismissRefusal } from "@/shared/host";
import { useActionWords } from "@/shared/i18n/useActionWords";
import { useReason } from "@/shared/i18n/useReason";
import { oneLine } from "@/shared/text/plain";
import { MINUTE_MS } from "@/shared/time/model";
import { useNow } from "@/shared/time/useNow";
import { useTimeWords } from "@/shared/time/useTimeWords";
import { classes } from "@/shared/ui/classes";
import { Hint } from "@/shared/ui/Hint";
import { PanelSection } from "@/shared/ui/PanelSection";
import type { Chip } from "./model";
import { TagPicker } from "./TagPicker";
import { useTags } from "./useTags";

/** The customer's tags, with what is on its way, and how far they can be believed. */
export function TagSection({ card }: { card: CustomerCard }) {
	const { t } = useTranslation();
	const tags = useTags(card);
	const reason = useReason();
	const words = useActionWords();
	const times = useTimeWords();
	const now = useNow(MINUTE_MS);
	const isEmpty = tags.groups.length === 0 && card.ambiguous.length === 0;
	return (
		<PanelSection
			title={t("customer.tags")}
			end={<TagPicker robot={card.customer.robotKey} tags={tags} />}
			testId="tags"
		>
			{isEmpty && <p className="text-small text-text-3">{t("customer.noTags")}</p>}
			<div className="flex flex-col gap-1.5">
				{tags.groups.map((group) => (
					<div key={group.name ?? ""}>
						<p className="bidi-isolate mb-0.5 truncate text-mini text-text-3">
							{group.name === null ? t("customer.unlistedTags") : oneLine(group.name)}
						</p>
						<ul className="flex flex-wrap gap-1">
							{group.chips.map((chip) => (
								<TagChip key={chip.id} chip={chip} onRemove={() => tags.toggle(chip.id)} />
							))}
						</ul>
					</div>
				))}
				{card.ambiguous.length > 0 && (
					<ul className="flex flex-wrap gap-1">
						{card.ambiguous.map((tag) => (
							<Ambiguous key={tag.name} tag={tag} />
						))}
					</ul>
				)}
			</div>
			{tags.error !== null && (
				<p role="alert" className="mt-1 text-small text-danger-text">
					{t("customer.tagsFailed", { reason: reason(tags.error) })}
				</p>
			)}
			{tags.refused.map((row) => (
				<p key={row.id} role="alert" className="mt-1 text-small text-danger-text [overflow-wrap:anywhere]">
					{t("customer.tagsRefused", {
						what: words.title(row.robotKey, row.action),
						reason: words.refusal(row),
					})}{" "}
					<button type="button" className="text-text-2 underline" onClick={() => dismissRefusal(row.id)}>
						{t("edit.dismiss")}
					</button>
				</p>
			))}
			<p className="mt-1.5 text-mini text-text-3">
				{card.tagsCheckedAt === null
					? t("customer.tagsUnchecked")
					: t("customer.tagsChecked", { time: times.list(card.tagsCheckedAt, now) })}
			</p>
		</PanelSection>
	);
}

const CHIP =
	"inline-flex min-h-[22px] max-w-full items-center gap-0.5 rounded-chip px-1.5 py-px text-small leading-[18px]";

function TagChip({ chip, onRemove }: { chip: Chip; onRemove: () => void }) {
	const { t } = useTranslation();
	const name = chip.name === null ? t("customer.unknownTag") : oneLine(chip.name);
	const pending = chip.state !== "carried";
	return (
		<li
			data-testid="tag"
			data-state={chip.state}
			className={classes(CHIP, "bg-accent-weak text-accent-text", pending && "opacity-55")}
		>
			<span
				className={classes(
					"bidi-isolate min-w-0 [overflow-wrap:anywhere]",
					chip.state === "removing" && "line-through",
				)}
			>
				{name}
			</span>
			{pending ? (
				<span className="sr-only">
					{t(chip.state === "adding" ? "customer.tagAdding" : "customer.tagRemoving")}
				</span>
			) : (
				<button
					type="button"
					aria-label={t("customer.tagRemove", { name })}
					onClick={onRemove}
					className="-mr-0.5 inline-flex size-4 shrink-0 items-center justify-center rounded-chip opacity-70 hover:bg-hover hover:opacity-100"
				>
					<X size={12} />
				</button>
			)}
		</li>
	);
}

/** A name that several tags share: which one it is, is not guessed (Q43). */
function Ambiguous({ tag }: { tag: AmbiguousTag }) {
	const { t } = useTranslation();
	const groups = tag.candidates.map((candidate) => oneLine(candidate.group)).join(" / ");
	const words = t("customer.tagAmbiguous", { name: oneLine(tag.name), groups });
	return (
		<li>
			<Hint text={words}>
				<button
					type="button"
					data-testid="tag-ambiguous"
					aria-label={words}
					className={classes(CHIP, "border border-dashed border-line-strong text-text-2")}
				>
					<CircleHelp size={12} aria-hidden="true" />
					<span className="bidi-isolate">{oneLine(tag.name)}</span>
				</button>
			</Hint>
		</li>
	);
}
