import { describe, expect, it } from "vitest";
import type { StorageConfig } from "@/bindings";
import { configOf, EMPTY_FORM, formOf, missingIn } from "./storageForm";

describe("the form of the storage", () => {
	it("gives back every kept configuration as it was", () => {
		const place = { folder: "kefu", publicBase: "https://files.example.com" };
		const endpoint = "https://storage.example.com";
		const kept: StorageConfig[] = [
			{
				provider: { kind: "s3", endpoint, region: "r", bucket: "b", accessKeyId: "k", virtualHost: true },
				...place,
			},
			{ provider: { kind: "oss", endpoint, bucket: "b", accessKeyId: "k" }, ...place },
			{ provider: { kind: "cos", endpoint, bucket: "b", secretId: "k" }, ...place },
			{ provider: { kind: "obs", endpoint, bucket: "b", accessKeyId: "k" }, ...place },
			{ provider: { kind: "webdav", endpoint, username: "k" }, ...place },
		];
		for (const config of kept) expect(configOf(formOf(config))).toEqual(config);
	});

	it("asks for what its provider needs, and for the secret only when none is kept", () => {
		expect(missingIn(EMPTY_FORM, false)).toEqual(["endpoint", "bucket", "keyId", "secret", "publicBase"]);
		expect(missingIn({ ...EMPTY_FORM, kind: "webdav" }, true)).toEqual(["endpoint", "keyId", "publicBase"]);
		expect(missingIn({ ...EMPTY_FORM, kind: "s3" }, true)).toContain("region");
	});

	it("starts empty for the practice platform's own storage", () => {
		expect(formOf({ provider: { kind: "practice", base: "" }, folder: "", publicBase: "" })).toEqual(
			EMPTY_FORM,
		);
	});
});
