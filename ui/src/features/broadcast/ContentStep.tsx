import { ArrowDown, ArrowUp, Plus, X } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { BroadcastContent } from "@/bindings";
import { Button } from "@/shared/ui/Button";
import { IconButton } from "@/shared/ui/IconButton";
import { TextField } from "@/shared/ui/TextField";
import { emptyContent, type Form, MOST_PARTS, type Part, partProblem } from "./model";
import { PartFields } from "./PartFields";
import { Preview } from "./Preview";

const KINDS: readonly BroadcastContent["kind"][] = ["text", "image", "link", "file", "miniProgram"];

type Props = { form: Form; onChange: (part: Partial<Form>) => void };

/** What: up to eight messages, one after the other, beside what the customer will see. */
export function ContentStep({ form, onChange }: Props) {
	const { t } = useTranslation();
	const { parts } = form;

	function change(key: number, content: BroadcastContent) {
		onChange({ parts: parts.map((part) => (part.key === key ? { key, content } : part)) });
	}

	function move(from: number, to: number) {
		const next = [...parts];
		const [moved] = next.splice(from, 1);
		if (moved) next.splice(to, 0, moved);
		onChange({ parts: next });
	}

	function add(kind: BroadcastContent["kind"]) {
		const key = Math.max(0, ...parts.map((part) => part.key)) + 1;
		onChange({ parts: [...parts, { key, content: emptyContent(kind) }] });
	}

	return (
		<div className="grid min-h-0 flex-1 grid-cols-[minmax(0,1fr)_320px]">
			<div className="min-h-0 overflow-y-auto overscroll-contain px-6 py-4">
				<TextField
					label={t("broadcast.name")}
					value={form.name}
					maxLength={50}
					placeholder={t("broadcast.nameHint")}
					data-testid="broadcast-name"
					onChange={(event) => onChange({ name: event.target.value })}
				/>
				<ol className="mt-4 flex flex-col gap-3">
					{parts.map((part, index) => (
						<PartCard
							key={part.key}
							part={part}
							index={index}
							count={parts.length}
							onChange={(content) => change(part.key, content)}
							onMove={(to) => move(index, to)}
							onRemove={() => onChange({ parts: parts.filter((each) => each.key !== part.key) })}
						/>
					))}
				</ol>
				<div className="mt-3 flex flex-wrap items-center gap-2">
					<span className="text-small text-text-2">
						{t("broadcast.addPart", { count: parts.length, limit: String(MOST_PARTS) })}
					</span>
					{KINDS.map((kind) => (
						<Button
							key={kind}
							size="small"
							disabled={parts.length >= MOST_PARTS}
							data-testid={`add-${kind}`}
							onClick={() => add(kind)}
						>
							<Plus size={12} aria-hidden="true" />
							{t(`broadcast.kind.${kind}`)}
						</Button>
					))}
				</div>
			</div>
			<div className="min-h-0 overflow-y-auto border-l border-line bg-surface-1 p-4">
				<Preview contents={parts.map(({ content }) => content)} />
			</div>
		</div>
	);
}

type CardProps = {
	part: Part;
	index: number;
	count: number;
	onChange: (content: BroadcastContent) => void;
	onMove: (to: number) => void;
	onRemove: () => void;
};

function PartCard({ part, index, count, onChange, onMove, onRemove }: CardProps) {
	const { t } = useTranslation();
	const number = String(index + 1);
	const problem = partProblem(part.content);
	return (
		<li data-testid="part" className="rounded-card border border-line bg-surface-1 p-3">
			<div className="mb-2 flex items-center gap-1">
				<span className="tabular text-small font-medium text-text-2">
					{number}. {t(`broadcast.kind.${part.content.kind}`)}
				</span>
				<span className="ml-auto flex">
					<IconButton
						label={t("broadcast.partUp", { number })}
						size={24}
						disabled={index === 0}
						onClick={() => onMove(index - 1)}
					>
						<ArrowUp size={14} />
					</IconButton>
					<IconButton
						label={t("broadcast.partDown", { number })}
						size={24}
						disabled={index === count - 1}
						onClick={() => onMove(index + 1)}
					>
						<ArrowDown size={14} />
					</IconButton>
					<IconButton label={t("broadcast.partRemove", { number })} size={24} onClick={onRemove}>
						<X size={14} />
					</IconButton>
				</span>
			</div>
			<PartFields content={part.content} onChange={onChange} />
			{problem !== null && problem !== "empty" && (
				<p role="alert" className="mt-1.5 text-small text-danger-text">
					{t(`broadcast.partProblem.${problem}`)}
				</p>
			)}
		</li>
	);
}
