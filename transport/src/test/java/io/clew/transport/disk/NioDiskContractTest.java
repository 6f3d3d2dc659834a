package io.clew.transport.disk;

import io.clew.engine.storage.Disk;
import io.clew.engine.storage.DiskContract;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

class NioDiskContractTest extends DiskContract {
    @TempDir private Path folder;
    private @Nullable NioDisk disk;

    @Override
    protected Disk emptyDisk() {
        var opened = NioDisk.open(folder.resolve("made/when/missing"));
        disk = opened;
        return opened;
    }

    @AfterEach
    void end() {
        if (disk != null) {
            disk.close();
        }
    }
}
