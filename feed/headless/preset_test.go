package headless_test

import (
	"testing"

	"sockeye/feed/preset"
)

// boundOf returns the first preset of a text, bound in an environment.
func boundOf(t testing.TB, text []byte, env preset.Env) *preset.Bound {
	t.Helper()
	presets, err := preset.Parse("test.yaml", text)
	if err != nil {
		t.Fatal(err)
	}
	bound, err := presets[0].Bind(env, nil)
	if err != nil {
		t.Fatal(err)
	}
	return bound
}
