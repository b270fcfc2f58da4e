package serve

import (
	"os"
	"testing"

	"sockeye/feed/feedtest"
)

func TestMain(m *testing.M) { os.Exit(feedtest.Main(m)) }
