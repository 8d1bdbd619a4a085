@NullMarked
package org.carerrecord.gprecord.document;

import org.jspecify.annotations.NullMarked;
