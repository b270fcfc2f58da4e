package commandline

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"sockeye/model/config"
)

func TestAnArchiveIsReplayedAsARecordingOfEachFeed(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	file := filepath.Join(t.TempDir(), "a.har")
	text := `{"log":{"entries":[` +
		`{"startedDateTime":"2026-11-26T04:00:01Z","request":{"url":"wss://a/"},"_webSocketMessages":[{"type":"receive","time":1795665601,"opcode":1,"data":"1"},{"type":"receive","opcode":2,"data":"*"}]},` +
		`{"startedDateTime":"2026-11-26T04:00:01Z","request":{"url":"wss://b/"},"_webSocketMessages":[{"type":"receive","time":1795665602,"opcode":1,"data":"2"}]}]}}`
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	damage := 0
	files, remove, err := new(archived).convert(new(config.Config), []string{"x.ndjson", file}, func(error) { damage++ })
	if err != nil {
		t.Fatal(err)
	}
	if damage != 1 || len(files) != 3 || files[0] != "x.ndjson" {
		t.Errorf("%d damaged, %v", damage, files)
	}
	feeds, err := openRecordings(new(config.Config), files[1:], []string{"damage"})
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, f := range feeds {
		names = append(names, f.Stream.Feed)
	}
	if !slices.Equal(names, []string{"a", "b"}) || !slices.Contains(feeds[0].Notes, "damage") {
		t.Errorf("%v, %v", names, feeds[0].Notes)
	}
	remove()
	if left, err := os.ReadDir(os.Getenv("TMPDIR")); err != nil || len(left) != 0 {
		t.Errorf("%v, %v", left, err)
	}
}
