package io.clew.sim.disk;

import io.clew.engine.storage.Disk;
import io.clew.engine.storage.DiskContract;

class SimDiskContractTest extends DiskContract {
    @Override
    protected Disk emptyDisk() {
        return new SimDisk();
    }
}
