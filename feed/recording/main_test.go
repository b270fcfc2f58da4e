package recording_test

import (
	"os"
	"testing"

	"sockeye/feed/feedtest"
)

func TestMain(m *testing.M) {
	if folder := os.Getenv(childFolder); folder != "" {
		os.Exit(recordForever(folder))
	}
	os.Exit(feedtest.Main(m))
}
