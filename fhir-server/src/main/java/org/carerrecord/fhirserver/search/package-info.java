@NullMarked
package org.carerrecord.fhirserver.search;

import org.jspecify.annotations.NullMarked;
