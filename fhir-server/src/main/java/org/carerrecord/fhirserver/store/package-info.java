@NullMarked
package org.carerrecord.fhirserver.store;

import org.jspecify.annotations.NullMarked;
